#ifndef BASE_INTERVAL_H
#define BASE_INTERVAL_H

#include <stdint.h>

/* The exact interval of a rate (Clopper and Pearson, 1934): between which rates it lies with 95 in 100, where `hits` of `count` were drawn. Both ends are
 * quantiles of the beta distribution: the lower of (hits, count - hits + 1) at 0.025, the upper of (hits + 1, count - hits) at 0.975; 0 where nothing
 * was hit, 1 where all was. Pure. `hits` is between 0 and `count`; of nothing drawn the interval is 0 to 1. */

double interval_low(int64_t hits, int64_t count);
double interval_high(int64_t hits, int64_t count);

#endif
