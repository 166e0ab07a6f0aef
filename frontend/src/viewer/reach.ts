/** How near counts as "on it", in CSS pixels. */
export const REACH = 8
