/**
 * Planning: a simulation of clusters, edges, trees, viewers and failures with the costs that were
 * measured, for more viewers than anybody has machines to try. {@link dev.sightline.plan.Planner}
 * is where it begins.
 */
package dev.sightline.plan;
