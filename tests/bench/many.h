#ifndef TESTS_BENCH_MANY_H
#define TESTS_BENCH_MANY_H

#include <sqlite3.h>

#define BENCH_COUNTY 79158 /* houses of the county */

/* Multiplies the register of a small county up to the county's houses: the derived tables alone, which is what lists and rules read, and rows for photos.
 * A copy has numbers, a floor area and photos of its own, as houses have: else each would be found to be each other one. */
void bench_multiply(sqlite3 *db);

#endif
