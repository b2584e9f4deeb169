/**
 * Folders of pictures: which there are, in what order, which is new, and what is in their files.
 */
package dev.sightline.folder;
