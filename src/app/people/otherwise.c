#include "app/people/otherwise.h"

#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "form/later/recounted.h"
#include "form/later/reworded.h"
#include "form/later/ruled.h"
#include "form/later/settings.h"
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

/* ---- ruled otherwise */

static const char *
act_words(const char *act)
{
	if (strcmp(act, "epoch") == 0)
		return _("begin a new log where the file is an older copy");
	return strcmp(act, "decision") == 0 ? _("decide that houses are one, or that there is none")
					    : _("sign that no house of a village is left out");
}

static const char *
rule_level_words(int level)
{
	return level == RULE_ERROR ? _("error") : level == RULE_WARNING ? _("warning") : _("note");
}

static void
add_of_signatures(const struct ruled *ruled, struct buf *out)
{
	const char *of = ruled->of, *before = ruled->before, *after = ruled->after;

	switch (ruled->what) {
	case RULED_CHAIN_NEW:
		buf_printf(out, _("- \"%s\" is signed from then on\n"), of);
		break;
	case RULED_CHAIN_GONE:
		buf_printf(out, _("- ! \"%s\" is signed no more by anybody\n"), of);
		break;
	case RULED_COVERS_NEW:
		buf_printf(out, _("- who signs \"%s\" signs \"%s\", too\n"), of, after);
		break;
	case RULED_COVERS_GONE:
		buf_printf(out, _("- ! who signs \"%s\" signs \"%s\" no more: it changes without a signature falling\n"), of, before);
		break;
	case RULED_LEVEL_NEW:
		buf_printf(out, _("- \"%s\" is signed from then on in \"%s\" as well\n"), after, of);
		break;
	case RULED_LEVELS_MOVED:
		buf_printf(out, _("- the levels of \"%s\" sign in another order\n"), of);
		break;
	case RULED_SIGNS_NO_MORE:
		buf_printf(out, _("- %s: signs \"%s\" no more\n"), before, of);
		break;
	case RULED_APART_NEW:
		buf_printf(out, _("- who filled \"%s\" may not sign \"%s\" of the same house from then on\n"), after, of);
		break;
	case RULED_APART_GONE:
		buf_printf(out, _("- ! who filled \"%s\" may sign \"%s\" of the same house himself from then on\n"), before, of);
		break;
	case RULED_BULK_NEW:
		buf_printf(out, _("- ! \"%s\" may sign many houses at once from then on, where: %s\n"), of, after);
		break;
	case RULED_BULK_GONE:
		buf_printf(out, _("- \"%s\" signs house by house from then on, and not many at once\n"), of);
		break;
	case RULED_BULK:
		/* Translators: a level; two conditions of the pack. */
		buf_printf(out, _("- ! \"%s\" may sign other houses many at once: where %s; it was where %s\n"), of, after, before);
		break;
	case RULED_BULK_PERCENT:
		buf_printf(out, _("- \"%s\" opens %d of a hundred houses that it signs at once, where it was %d\n"), of, ruled->to,
			   ruled->from);
		break;
	default:
		buf_printf(out, _("- \"%s\" opens at least %d of the houses that it signs at once, where it was %d\n"), of, ruled->to,
			   ruled->from);
	}
}

static void
add_of_rule(const struct ruled *ruled, struct buf *out)
{
	const char *of = ruled->of, *before = ruled->before, *after = ruled->after;

	switch (ruled->what) {
	case RULED_RULE_NEW:
		/* Translators: a rule; error, warning or note; what it says. */
		buf_printf(out, _("- the rule %s is new (%s): %s\n"), of, rule_level_words(ruled->to), after);
		break;
	case RULED_RULE_GONE:
		buf_printf(out, _("- ! the rule %s is gone: %s\n"), of, before);
		break;
	case RULED_RULE_LEVEL:
		/* Translators: a rule; error, warning or note, twice; what it says. */
		buf_printf(out,
			   ruled->from == RULE_ERROR
				   ? _("- ! the rule %s is of level %s, where it was %s, and keeps nobody from signing: %s\n")
				   : _("- the rule %s is of level %s, where it was %s: %s\n"),
			   of, rule_level_words(ruled->to), rule_level_words(ruled->from), after);
		break;
	case RULED_RULE_SAYS:
		buf_printf(out, _("- the rule %s says \"%s\", where it said \"%s\"\n"), of, after, before);
		break;
	default:
		buf_printf(out, _("- the rule %s finds other houses than before: %s\n"), of, after);
	}
}

static void
add_of_question(const struct ruled *ruled, struct buf *out)
{
	const char *of = ruled->of;

	switch (ruled->what) {
	case RULED_FORM_NEW:
		buf_printf(out, _("- the form \"%s\" is new\n"), of);
		break;
	case RULED_FORM_GONE:
		buf_printf(out, _("- ! the form \"%s\" is filled no more\n"), of);
		break;
	case RULED_FORM_ASKED:
		buf_printf(out, _("- the form \"%s\" is called for at other houses than before, or at none\n"), of);
		break;
	case RULED_FORM_AGAIN:
		buf_printf(out, _("- the form \"%s\" is to be filled again in other cases than before\n"), of);
		break;
	case RULED_FIELD_GONE:
		buf_printf(out, _("- the question \"%s\" is asked no more\n"), of);
		break;
	case RULED_FIELD_RENAMED:
		/* Translators: a question; its name in the pack's files, and the one before. */
		buf_printf(
			out,
			_("- ! the new question \"%s\" (%s) may be the one that was %s: it is asked anew at every house; under its old name "
			  "the answers would stay\n"),
			of, ruled->after, ruled->before);
		break;
	case RULED_FIELD_ASKED:
		buf_printf(out, _("- the question \"%s\" is asked in other cases than before, or in none\n"), of);
		break;
	case RULED_FIELD_REQUIRED:
		buf_printf(out, _("- the question \"%s\" must be answered from then on\n"), of);
		break;
	case RULED_FIELD_OPTIONAL:
		buf_printf(out, _("- ! the question \"%s\" need not be answered any more\n"), of);
		break;
	case RULED_FIELD_TAKES:
		buf_printf(out, _("- the question \"%s\" takes other answers than before\n"), of);
		break;
	case RULED_FIELD_BOUNDS:
		buf_printf(out, _("- the question \"%s\" has other bounds than before\n"), of);
		break;
	case RULED_FIELD_OFFERS:
		buf_printf(out, _("- the question \"%s\" offers its choices in other cases than before\n"), of);
		break;
	default:
		buf_printf(out, _("- \"%s\" is worked out otherwise than before\n"), of);
	}
}

static void
add_ruled(const struct ruled *ruled, void *ctx)
{
	const char *of = ruled->of, *before = ruled->before, *after = ruled->after;
	struct buf *out = ctx;

	switch (ruled->what) {
	case RULED_RIGHT_NEW:
		/* Translators: a role; what it may do. */
		buf_printf(out, _("- %s: may from then on %s\n"), after, act_words(of));
		break;
	case RULED_RIGHT_GONE:
		buf_printf(out, _("- %s: may no more %s\n"), before, act_words(of));
		break;
	case RULED_READER_GONE:
		buf_printf(out, _("- %s: reads no more what is sealed from then on\n"), before);
		break;
	case RULED_RULE_NEW:
	case RULED_RULE_GONE:
	case RULED_RULE_LEVEL:
	case RULED_RULE:
	case RULED_RULE_SAYS:
		add_of_rule(ruled, out);
		break;
	case RULED_CASE_NEW:
		buf_printf(out, _("- the case \"%s\" is new\n"), of);
		break;
	case RULED_CASE_GONE:
		buf_printf(out, _("- ! the case \"%s\" is opened no more\n"), of);
		break;
	case RULED_CASE_STAGE_NEW:
		buf_printf(out, _("- the case \"%s\" asks for \"%s\", too\n"), of, after);
		break;
	case RULED_CASE_STAGE_GONE:
		buf_printf(out, _("- ! the case \"%s\" asks for \"%s\" no more\n"), of, before);
		break;
	case RULED_CASE:
		buf_printf(out, _("- the case \"%s\" is opened, asked for or ended otherwise than before\n"), of);
		break;
	default:
		if (ruled->what <= RULED_BULK_LEAST)
			add_of_signatures(ruled, out);
		else
			add_of_question(ruled, out);
	}
}

/* ---- set otherwise */

static void
add_setting(const struct setting *setting, void *ctx)
{
	const char *kind = setting->kind, *of = setting->of, *nothing = _("nothing"), *before = setting->before ? setting->before : nothing,
		   *after = setting->after ? setting->after : nothing;
	struct buf *out = ctx;

	switch (setting->what) {
	case SETTING_NEW:
		/* Translators: what is new, as "role"; which one. */
		buf_printf(out, _("- new: %s \"%s\"\n"), kind, of);
		break;
	case SETTING_GONE:
		buf_printf(out, _("- ! gone: %s \"%s\"\n"), kind, of);
		break;
	case SETTING_MOVED:
		/* Translators: of what, as "choice"; what they belong to. */
		if (of)
			buf_printf(out, _("- in another order: %s, of \"%s\"\n"), kind, of);
		else
			buf_printf(out, _("- in another order: %s\n"), kind);
		break;
	case SETTING_LIST:
		if (of)
			/* Translators: what it is, as "form"; which one; what of it, as "forms that must stand first"; two lists. */
			buf_printf(out, _("- %s \"%s\", %s: added: %s; taken away: %s\n"), kind, of, setting->says, after, before);
		else
			buf_printf(out, _("- %s: added: %s; taken away: %s\n"), setting->says, after, before);
		break;
	case SETTING_QUERY:
		if (of)
			/* Translators: what it is, as "paper"; which one; what of it, as "what stands on it". */
			buf_printf(out, _("- %s \"%s\", %s: its query changed\n"), kind, of, setting->says);
		else
			buf_printf(out, _("- %s: its query changed\n"), setting->says);
		break;
	case SETTING_VALUE:
		if (!setting->before && !setting->after && of)
			/* Translators: what it is, as "form"; which one; what of it, as "the day by which it must stand". */
			buf_printf(out, _("- %s \"%s\", %s: otherwise than before\n"), kind, of, setting->says);
		else if (!setting->before && !setting->after)
			buf_printf(out, _("- %s: otherwise than before\n"), setting->says);
		else if (of)
			/* Translators: what it is, as "form"; which one; what of it; what stands there; what stood there. */
			buf_printf(out, _("- %s \"%s\", %s: %s; before: %s\n"), kind, of, setting->says, after, before);
		else
			buf_printf(out, _("- %s: %s; before: %s\n"), setting->says, after, before);
		break;
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
	ruled_each(telling.newest, now, _("en"), add_ruled, out);
	settings_each(telling.newest, now, _("en"), add_setting, out);
	recounted_each(telling.newest, now, _("en"), add_recounted, out);
}
