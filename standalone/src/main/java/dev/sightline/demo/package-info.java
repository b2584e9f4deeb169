/** A camera that needs no camera: it draws its picture and serves it as any HTTP camera would. */
package dev.sightline.demo;
