// figures: what is made of the times of a measurement.

export function quantile(numbers, part)
{
	const sorted = [...numbers].sort((a, b) => a - b);
	const at = (sorted.length - 1) * part;
	const low = sorted[Math.floor(at)];

	return low + (sorted[Math.ceil(at)] - low) * (at - Math.floor(at));
}

export const median = numbers => quantile(numbers, 0.5);

// The middle of each pair's ratio, and between which half of them lie.
export function ratio(over, under)
{
	const ratios = over.map((ms, i) => ms / under[i]);
	const [low, middle, high] = [0.25, 0.5, 0.75].map(part => quantile(ratios, part).toFixed(3));

	return `${middle} (${low} to ${high})`;
}
