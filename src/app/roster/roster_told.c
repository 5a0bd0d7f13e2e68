#include "app/roster/roster_plan.h"

#include <stdarg.h>
#include <stdlib.h>

#include "app/roster/roster_read.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "seal/seal.h"

/* Sentences of a plan: about a row, what changes, and what must be corrected first. */

enum { ROSTER_ONCE_ROWS = 10 }; /* told by number behind the first one */

static void add_note(struct roster_plan *plan, const struct roster_line *line, const char *fmt, va_list args) PRINTF_FMT(3, 0);

static void
add_note(struct roster_plan *plan, const struct roster_line *line, const char *fmt, va_list args)
{
	char *text = mem_vprintf(fmt, args);

	MEM_GROW(plan->notes, plan->note_count, plan->note_cap);
	plan->notes[plan->note_count++] = mem_printf(_("row %zu: %s"), line->number, text);
	secret_free(text);
}

void
roster_plan_note(struct roster_plan *plan, const struct roster_line *line, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	add_note(plan, line, fmt, args);
	va_end(args);
}

void
roster_plan_note_once(struct roster_plan *plan, enum roster_once_kind kind, const struct roster_line *line, const char *fmt, ...)
{
	struct roster_once *once = &plan->once[kind];
	va_list args;

	if (once->count++) {
		if (once->count <= ROSTER_ONCE_ROWS + 1)
			buf_printf(&once->rows, "%s%zu", once->rows.len ? _(", ") : "", line->number);
		return;
	}
	once->note = plan->note_count;
	va_start(args, fmt);
	add_note(plan, line, fmt, args);
	va_end(args);
}

void
roster_plan_once_told(struct roster_plan *plan)
{
	for (size_t i = 0; i < ROSTER_ONCE_COUNT; i++) {
		const struct roster_once *once = &plan->once[i];
		struct buf text = { .secret = true };

		if (once->count < 2)
			continue;
		buf_text_add(&text, plan->notes[once->note]);
		roster_others_add(once->count - 1, once->count > ROSTER_ONCE_ROWS + 1, buf_text(&once->rows), &text);
		secret_free(plan->notes[once->note]);
		plan->notes[once->note] = buf_detach(&text);
	}
}

/* What is wrong is also written beside the rows, in the clear, for whoever delivered the table: of a house of the register it says digits alone. */
void
roster_plan_wrong(struct roster_plan *plan, const struct roster_line *line, const char *column, const char *fmt, ...)
{
	char *why;
	va_list args;

	va_start(args, fmt);
	why = mem_vprintf(fmt, args);
	va_end(args);
	plan->failed = true;
	plan->wrong(line->number, column, fmt, why, plan->ctx);
	free(why);
}

void
roster_plan_change(struct roster_plan *plan, char *sentence_take)
{
	MEM_GROW(plan->changes, plan->change_count, plan->change_cap);
	plan->changes[plan->change_count++] = sentence_take;
}
