#include "base/number/interval.h"

#include <math.h>
#include <stdbool.h>

/* The regularised incomplete beta function by its continued fraction (Abramowitz and Stegun 26.5.8, DLMF 8.17.22), worked out from the first term on by
 * the method of Lentz; quantiles by halving. */

#define TAIL 0.025 /* outside of the interval, on each side */
#define TERMS 10000
#define EXACT 1e-15
#define TINY 1e-300 /* stands for a 0 that would be divided by */
#define HALVINGS 60

static double
not_zero(double value)
{
	return fabs(value) < TINY ? TINY : value;
}

static double
fraction(double x, double a, double b)
{
	double c = 1, d = 1 / not_zero(1 - (a + b) * x / (a + 1)), value = d;

	for (int m = 1; m <= TERMS; m++) {
		double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
		double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
		double step;

		d = 1 / not_zero(1 + even * d);
		c = not_zero(1 + even / c);
		value *= d * c;
		d = 1 / not_zero(1 + odd * d);
		c = not_zero(1 + odd / c);
		step = d * c;
		value *= step;
		if (fabs(step - 1) < EXACT)
			break;
	}
	return value;
}

/* The share of the beta distribution of a and b that lies under x. */
static double
share_under(double x, double a, double b)
{
	double front;

	if (x <= 0 || x >= 1)
		return x <= 0 ? 0 : 1;
	front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x));
	/* The fraction converges fast on this side of the mean alone. */
	return x < (a + 1) / (a + b + 2) ? front * fraction(x, a, b) / a : 1 - front * fraction(1 - x, b, a) / b;
}

static double
quantile(double share, double a, double b)
{
	double low = 0, high = 1;

	for (int i = 0; i < HALVINGS; i++) {
		double middle = (low + high) / 2;

		if (share_under(middle, a, b) < share)
			low = middle;
		else
			high = middle;
	}
	return (low + high) / 2;
}

double
interval_low(int64_t hits, int64_t count)
{
	return hits <= 0 ? 0 : quantile(TAIL, (double)hits, (double)(count - hits + 1));
}

double
interval_high(int64_t hits, int64_t count)
{
	return hits >= count ? 1 : quantile(1 - TAIL, (double)(hits + 1), (double)(count - hits));
}
