#ifndef TESTS_SUPPORT_COUNTY_RULES_H
#define TESTS_SUPPORT_COUNTY_RULES_H

#include <stdint.h>

#include "eval/eval.h"

struct sqlite3;

/* The building rules over the whole register at once: the same findings that eval_rules gives building by building, in one pass over
 * the tables for each form. Rules over private values are left out, since the register does not hold them. */

/* `db`: where register_open made the tables for `eval`'s pack. Calls found for each rule that fires. `today`: YYYY-MM-DD. */
MUST_CHECK enum status county_rules_judge(struct eval *eval, struct sqlite3 *db, const char *today,
					  void (*found)(int64_t building, const struct rule *rule, void *ctx), void *ctx, struct err *err);

#endif
