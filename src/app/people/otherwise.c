#include "app/people/otherwise.h"

#include <inttypes.h>

#include "base/i18n.h"
#include "form/later/recounted.h"
#include "form/later/reworded.h"
#include "store/store.h"

/* ---- reads otherwise */

struct telling_reworded {
	const struct pack *newest, *now;
	struct buf *out;
};

static void
add_reworded(const struct reworded *reworded, void *ctx)
{
	struct buf *out = ((struct telling_reworded *)ctx)->out;
	const char *question = reworded->field ? label_text(&reworded->field->label, _("en")) : "";

	switch (reworded->what) {
	case REWORDED_CHOICE:
		buf_printf(out, _("- \"%s\", choice %s: \"%s\" becomes \"%s\"\n"), question, reworded->code, reworded->before,
			   reworded->after);
		break;
	case REWORDED_REASON:
		buf_printf(out, _("- what was said for a warning, %s: \"%s\" becomes \"%s\"\n"), reworded->code, reworded->before,
			   reworded->after);
		break;
	case REWORDED_MISSING:
		buf_printf(out, _("- why a house was left out, %s: \"%s\" becomes \"%s\"\n"), reworded->code, reworded->before,
			   reworded->after);
		break;
	case REWORDED_QUESTION:
		buf_printf(out, _("- the question \"%s\" becomes \"%s\"\n"), reworded->before, reworded->after);
		break;
	case REWORDED_OPEN:
		buf_printf(out, _("- \"%s\" is sealed no more: whoever gets the file reads what is answered from then on\n"), question);
		break;
	case REWORDED_READER:
		buf_printf(out, _("- %s: reads from then on what is sealed\n"), reworded->after);
		break;
	case REWORDED_FORM:
		buf_printf(out, _("- the form \"%s\" becomes \"%s\"\n"), reworded->before, reworded->after);
		break;
	case REWORDED_ROLE:
		buf_printf(out, _("- who signed as \"%s\" signed as \"%s\"\n"), reworded->before, reworded->after);
		break;
	case REWORDED_LEVEL:
		buf_printf(out, _("- what was signed as \"%s\" is called \"%s\"\n"), reworded->before, reworded->after);
		break;
	case REWORDED_ERROR:
		buf_printf(out, _("- what was given back for \"%s\" was given back for \"%s\"\n"), reworded->before, reworded->after);
		break;
	case REWORDED_SIGNS:
		buf_printf(out, _("- %s: signs \"%s\" from then on\n"), reworded->code, reworded->after);
		break;
	case REWORDED_UNSIGNED:
		buf_printf(out, _("- \"%s\" is signed no more in \"%s\"\n"), reworded->before, reworded->after);
		break;
	case REWORDED_OFFICE:
		buf_printf(out, _("- %s: answers for \"%s\" from then on, where it was \"%s\"\n"), reworded->code, reworded->after,
			   reworded->before);
		break;
	case REWORDED_DAY:
		buf_printf(out, _("- the day of \"%s\" is %s, where it was %s\n"), reworded->code, reworded->after, reworded->before);
		break;
	case REWORDED_DIVISION:
		buf_printf(out, _("- %s: %s is called %s\n"), reworded->code, reworded->before, reworded->after);
		break;
	}
}

/* ---- counted otherwise */

static void
add_of_report(const struct recounted *recounted, struct buf *out)
{
	switch (recounted->what) {
	case RECOUNTED_REPORT_NEW:
		buf_printf(out, _("- the report \"%s\" is new\n"), recounted->after);
		break;
	case RECOUNTED_REPORT_GONE:
		buf_printf(out, _("- the report \"%s\" is made no more\n"), recounted->before);
		break;
	case RECOUNTED_TITLE:
		buf_printf(out, _("- the report \"%s\" is called \"%s\"\n"), recounted->before, recounted->after);
		break;
	case RECOUNTED_QUERY:
		buf_printf(out, _("- the report \"%s\" counts otherwise: its figures are not those of before\n"), recounted->of);
		break;
	case RECOUNTED_LINES:
		buf_printf(out, _("- the report \"%s\": the lines below its table are others\n"), recounted->of);
		break;
	case RECOUNTED_COLUMN_NEW:
		buf_printf(out, _("- the report \"%s\": the column \"%s\" is new\n"), recounted->of, recounted->after);
		break;
	case RECOUNTED_COLUMN_GONE:
		buf_printf(out, _("- the report \"%s\": the column \"%s\" is gone\n"), recounted->of, recounted->before);
		break;
	case RECOUNTED_COLUMN:
		buf_printf(out, _("- the report \"%s\": the column \"%s\" is called \"%s\"\n"), recounted->of, recounted->before,
			   recounted->after);
		break;
	case RECOUNTED_COLUMN_MADE:
		buf_printf(out, _("- the report \"%s\": the column \"%s\" is made otherwise\n"), recounted->of, recounted->after);
		break;
	case RECOUNTED_COLUMNS_MOVED:
		buf_printf(out, _("- the report \"%s\": its columns stand in another order\n"), recounted->of);
		break;
	default:
		buf_printf(out, _("- the query \"%s\", which reports share, finds other houses or figures\n"), recounted->of);
	}
}

static void
add_of_table(const struct recounted *recounted, struct buf *out)
{
	const char *before = recounted->before, *after = recounted->after, *of = recounted->of;

	switch (recounted->what) {
	case RECOUNTED_TABLE_NEW:
		buf_printf(out, _("- the table \"%s\" is new\n"), of);
		break;
	case RECOUNTED_TABLE_GONE:
		buf_printf(out, _("- the table \"%s\" is gone\n"), of);
		break;
	case RECOUNTED_TABLE_COLUMN:
		buf_printf(out, before ? _("- the table \"%s\": the column %s is gone\n") : _("- the table \"%s\": the column %s is new\n"),
			   of, before ? before : after);
		break;
	case RECOUNTED_ROWS_MORE:
		buf_printf(out,
			   n_("- the table \"%s\": %zu more row is another\n", "- the table \"%s\": %zu more rows are others\n",
			      recounted->more),
			   of, recounted->more);
		break;
	default:
		if (before && after)
			buf_printf(out, _("- the table \"%s\": the row \"%s\" becomes \"%s\"\n"), of, before, after);
		else
			buf_printf(out,
				   before ? _("- the table \"%s\": the row \"%s\" is gone\n")
					  : _("- the table \"%s\": the row \"%s\" is new\n"),
				   of, before ? before : after);
	}
}

static void
add_of_list(const struct recounted *recounted, struct buf *out)
{
	const char *before = recounted->before, *after = recounted->after, *of = recounted->of;

	if (recounted->what == RECOUNTED_LIST_COLUMN)
		buf_printf(out, before ? _("- the list \"%s\": the column %s is gone\n") : _("- the list \"%s\": the column %s is new\n"),
			   of, before ? before : after);
	else if (recounted->what == RECOUNTED_CODE_MOVED)
		/* Translators: a list; a column; a code of another system; the choice that had it; the choice that has it now. */
		buf_printf(
			out,
			_("- ! the list \"%s\", column %s: the code %s was that of \"%s\" and is that of \"%s\": where another system writes or reads it, the one is taken for the other\n"),
			of, recounted->column, after, recounted->had, recounted->choice);
	else
		/* Translators: a list; a column; a choice; what stood there; what stands there. */
		buf_printf(out, _("- the list \"%s\", column %s: of \"%s\" it is %s, where it was %s\n"), of, recounted->column,
			   recounted->choice, after ? after : _("nothing"), before ? before : _("nothing"));
}

static void
add_recounted(const struct recounted *recounted, void *ctx)
{
	const char *before = recounted->before, *after = recounted->after;
	struct buf *out = ctx;

	switch (recounted->what) {
	case RECOUNTED_FACT_NEW:
		buf_printf(out, _("- the fact \"%s\" is new\n"), after);
		break;
	case RECOUNTED_FACT_GONE:
		buf_printf(out, _("- the fact \"%s\" is told no more\n"), before);
		break;
	case RECOUNTED_FACT_CALLED:
		buf_printf(out, _("- the fact \"%s\" is called \"%s\"\n"), before, after);
		break;
	case RECOUNTED_FACT:
		buf_printf(out, _("- the fact \"%s\" is worked out otherwise: what is called for and counted by it may be other houses\n"),
			   recounted->of);
		break;
	case RECOUNTED_TABLE_NEW:
	case RECOUNTED_TABLE_GONE:
	case RECOUNTED_TABLE_COLUMN:
	case RECOUNTED_ROW:
	case RECOUNTED_ROWS_MORE:
		add_of_table(recounted, out);
		break;
	case RECOUNTED_LIST_COLUMN:
	case RECOUNTED_VALUE:
	case RECOUNTED_CODE_MOVED:
		add_of_list(recounted, out);
		break;
	case RECOUNTED_SUMMARY:
		/* Translators: a chain of signatures; a question; a question. */
		buf_printf(out, _("- who signs \"%s\" sees \"%s\" summed up, where it was \"%s\"\n"), recounted->of,
			   after ? after : _("nothing"), before ? before : _("nothing"));
		break;
	default:
		add_of_report(recounted, out);
	}
}

/* ---- the whole */

static bool
tell_reworded(const struct pack *before, void *ctx)
{
	const struct telling_reworded *telling = ctx;

	reworded_each(before, telling->newest, telling->now, _("en"), add_reworded, ctx);
	return true;
}

void
otherwise_tell(struct store *store, const struct pack *now, struct buf *out)
{
	struct telling_reworded telling = { .newest = store_pack(store), .now = now, .out = out };

	if (!telling.newest || telling.newest->version >= now->version)
		return;
	store_each_pack(store, tell_reworded, &telling);
	recounted_each(telling.newest, now, _("en"), add_recounted, out);
}
