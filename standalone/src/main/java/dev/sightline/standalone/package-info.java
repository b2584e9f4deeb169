/** Everything in one process, and the command line that starts any part of the product. */
package dev.sightline.standalone;
