#ifndef TESTS_SUPPORT_OFFICE_H
#define TESTS_SUPPORT_OFFICE_H

#include "table/write/office.h"

/* A test in main's table that needs XLSX or PDF: skipped, and said so, in a louce that was configured with --disable-office. After cmocka.h; not by its
 * skip(), which TAP counts as a failure. */

static inline void
office_left_out(void **state)
{
	(void)state;
}

#define office_unit_test(f)                                                                                                                \
	(table_has_office() ? (struct CMUnitTest)cmocka_unit_test(f)                                                                       \
			    : (struct CMUnitTest){ .name = #f " # SKIP --disable-office: no XLSX, no PDF", .test_func = office_left_out })

#endif
