/*
 * share: the medians and quarters of what the programs of this folder measure.
 */
#ifndef POINTPERSON_BENCH_SHARE_H
#define POINTPERSON_BENCH_SHARE_H

#include <stdlib.h>

static int
compare_numbers(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* The value below which the given part of the figures lies; they are sorted for it. */
static double
share(double *figures, long count, double part)
{
	qsort(figures, (size_t)count, sizeof(*figures), compare_numbers);
	return figures[(long)((double)(count - 1) * part)];
}

#endif
