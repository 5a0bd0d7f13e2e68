#include "app/roster/roster_run.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/visible.h"

/* What rules of the form find odd in rows, and do not refuse: a row has no place for a reason, so one question a rule is asked about all rows of the file. */

struct roster_doubt {
	const struct rule *rule;
	size_t rows;
	struct buf at; /* the first of them */
};

static struct roster_doubt *
doubt_of(struct roster_run *run, const struct rule *rule)
{
	for (size_t i = 0; i < run->doubt_count; i++)
		if (run->doubts[i].rule == rule)
			return &run->doubts[i];
	MEM_GROW(run->doubts, run->doubt_count, run->doubt_cap);
	run->doubts[run->doubt_count] = (struct roster_doubt){ .rule = rule };
	return &run->doubts[run->doubt_count++];
}

/* The row, and each cell of it that the rule reads. */
static void
name_cells(const struct roster_reading *reading, const struct rule *rule, const struct value *values, struct buf *out)
{
	for (size_t i = 0; i < rule->fields.count; i++) {
		size_t at = roster_column_of(reading, rule->fields.items[i]);
		const char *value = at == SIZE_MAX ? NULL : value_get_text(values, rule->fields.items[i]);
		char letters[8];

		if (!value)
			continue;
		table_column_letters(at, letters);
		buf_printf(out, _(" column %s \"%s\""), letters, value);
	}
}

void
roster_doubt_add(struct roster_run *run, size_t number, const struct value *values, const struct rule *rule)
{
	struct roster_doubt *doubt = doubt_of(run, rule);

	if (doubt->rows++ >= ROSTER_EXAMPLES)
		return;
	buf_printf(&doubt->at, _("%srow %zu"), doubt->at.len ? _(", ") : "", number);
	name_cells(run->reading, rule, values, &doubt->at);
}

void
roster_doubts_ask(struct roster_run *run)
{
	for (size_t i = 0; i < run->doubt_count; i++)
		roster_question(run->reading, ROSTER_YES_DOUBTS,
				n_("%zu row: %s (%s). Is it to be taken as it stands?",
				   "%zu rows: %s (%s). Are they to be taken as they stand?", run->doubts[i].rows),
				run->doubts[i].rows, label_text(&run->doubts[i].rule->message, _("en")), buf_text(&run->doubts[i].at));
}

void
roster_doubts_release(struct roster_run *run)
{
	for (size_t i = 0; i < run->doubt_count; i++)
		buf_release(&run->doubts[i].at);
	free(run->doubts);
}
