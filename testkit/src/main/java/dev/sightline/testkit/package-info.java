/**
 * Fake cameras, test viewers, stamped pictures and what tests need around them. Nothing here uses
 * the product's own parser or writer, so that both sides can't share a mistake.
 */
package dev.sightline.testkit;
