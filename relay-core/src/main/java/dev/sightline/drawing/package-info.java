/** Pictures with text, drawn on machines that have neither a display nor a font. */
package dev.sightline.drawing;
