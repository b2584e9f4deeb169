package dev.sightline.edge;

/** The answer to one who wants to watch. */
sealed interface Admission permits Place, Refusal {}
