/**
 * What has to be known of a JPEG (ITU-T T.81) in order to relay it: where one begins and ends,
 * whether it is whole, how large its picture is, and how to mend the one fault that cameras share.
 *
 * <p>Bytes in, values out: nothing here does I/O or decodes a picture.
 */
package dev.sightline.jpeg;
