/** Programs of the operating system as children: started, listened to, and ended with theirs. */
package dev.sightline.program;
