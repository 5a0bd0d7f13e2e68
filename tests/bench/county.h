#ifndef TESTS_BENCH_COUNTY_H
#define TESTS_BENCH_COUNTY_H

#include "base/attr.h"
#include "base/err.h"

#include <stdint.h>

#define BENCH_COUNTY_BUILDINGS 79158 /* 475,000 steps */

/* A county at its full size in a file for carrying, made quickly: each house is listed, registered, checked by its photo and classified, and
 * signed by the team and the secretary one by one, by the leader and the township as a village. Every step is rightly signed and counts; its
 * photos and sealed values were never made. `dir`: an empty folder for what it takes to found the county. */
MUST_CHECK enum status bench_county(const char *dir, const char *file, int64_t buildings, int64_t *steps, struct err *err);

#endif
