// How hot a share of the run is: the steps of the editor's annotations.

const STEPS = [0.03, 0.1, 0.25, 0.5];

/** From 1 for below 3 % to 5 for 50 % and more. */
export function heatOf(share: number): number {
  return 1 + STEPS.filter(step => share >= step).length;
}
