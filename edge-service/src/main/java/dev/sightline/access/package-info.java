/** Who may watch, push and see the status: identities, rules, and signed links. */
package dev.sightline.access;
