/**
 * What cameras in the field send: one file each in the folder {@code cameras} of the resources, in
 * a notation that shows every byte. Adding a camera is adding a file there and a row in
 * docs/cameras.md.
 *
 * <pre>
 *   family: Foscam G2
 *   request: GET /cgi-bin/CGIStream.cgi?cmd=GetMJStream
 *   trap: Each delimiter comes twice.
 *   source: where the facts are from
 *
 *   response:
 *   HTTP/1.1 200 OK¶
 *   Content-Type: multipart/x-mixed-replace;boundary=ThisString¶
 *   ¶
 *   --ThisString¶
 *   --ThisString¶
 *   Content-length:{length picture 1}¶
 *   ¶
 *   {picture 1}¶
 *
 *   expect:
 *   format: MULTIPART
 *   pictures: picture 1
 *   others: TRUNCATED
 *   quirks: DOUBLED_DELIMITER, ODD_HEADER
 * </pre>
 *
 * <p>The response is what goes over the wire. Line ends of the file mean nothing; those of the wire
 * are written: {@code ¶} is CRLF, {@code ␊} LF, {@code ␍} CR, and {@code ␀} a NUL. In braces stand
 *
 * <ul>
 *   <li>{@code {picture 1}}, {@code {avi1 1}} (no Huffman tables, restart markers), {@code {exif
 *       1}} (with a thumbnail), {@code {progressive 1}} (several scans): a picture by its number;
 *       {@code {picture 1 from 0 to 500}} a slice of it, {@code {picture 1 from 500}} its rest;
 *   <li>{@code {length picture 1}}: its bytes in digits, also {@code + 40} or {@code - 1};
 *   <li>{@code {hex 4D4A}}, and {@code {int32 …}}, {@code {int16 …}}: little-endian numbers, given
 *       in digits or as a length;
 *   <li>{@code {chunk}} … {@code {end}}: one chunk of the chunked transfer coding, and {@code {last
 *       chunk}}.
 * </ul>
 */
package dev.sightline.testkit.cameras;
