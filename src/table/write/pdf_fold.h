#ifndef TABLE_PDF_FOLD_H
#define TABLE_PDF_FOLD_H

#include "table/write/pdf_plan.h"

/* A table too wide for a page as several, one behind the other: each has the columns that name a row again, and says which columns follow. */

/* *out: as many tables as returned, at least one, which borrow the texts of `table`; pdf_folds_free frees them. */
size_t pdf_folds(const struct table *table, struct pdf_pen *pen, struct table **out);
void pdf_folds_free(struct table *folds, size_t count);

#endif
