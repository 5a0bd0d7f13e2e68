#include "form/later/settings_keys.h"

#include <string.h>

#include "base/i18n.h"

/* ---- pack.yaml */

static const struct setting_key role_keys[] = {
	{ .key = "role", .treat = SETTING_ELSEWHERE },
	{ .key = "label", .treat = SETTING_ELSEWHERE },
	{ "scope", SETTING_LEVEL, N_("how far its area reaches"), NULL },
	{ .key = "office", .treat = SETTING_ELSEWHERE },
	{ 0 },
};
static const struct setting_kind roles = { N_("role"), "role", "label", true, true, false, role_keys, false };

static const struct setting_key level_keys[] = {
	{ .key = "level", .treat = SETTING_ELSEWHERE },
	{ .key = "label", .treat = SETTING_ELSEWHERE },
	{ .key = "by", .treat = SETTING_ELSEWHERE },
	{ .key = "distinct_from", .treat = SETTING_ELSEWHERE },
	{ .key = "bulk", .treat = SETTING_ELSEWHERE },
	{ "due", .says = N_("the day by which it must be signed") },
	{ 0 },
};
static const struct setting_kind levels = { N_("level"), "level", "label", false, false, false, level_keys, false };

static const struct setting_key error_keys[] = {
	{ .key = "kind", .treat = SETTING_ELSEWHERE },
	{ .key = "label", .treat = SETTING_ELSEWHERE },
	{ 0 },
};
static const struct setting_kind errors = { N_("kind of error"), "kind", "label", true, true, false, error_keys, false };

static const struct setting_key chain_keys[] = {
	{ .key = "chain", .treat = SETTING_ELSEWHERE },	  { .key = "label", .treat = SETTING_ELSEWHERE },
	{ .key = "covers", .treat = SETTING_ELSEWHERE },  { .key = "each", .treat = SETTING_ELSEWHERE },
	{ .key = "summary", .treat = SETTING_ELSEWHERE }, { "levels", SETTING_ITEMS, .items = &levels },
	{ "errors", SETTING_ITEMS, .items = &errors },	  { 0 },
};
static const struct setting_kind chains = { N_("chain of signatures"), "chain", "label", false, false, true, chain_keys, false };

static const struct setting_key stage_keys[] = {
	{ .key = "form", .treat = SETTING_ELSEWHERE },
	{ .key = "when", .treat = SETTING_ELSEWHERE },
	{ .key = "done", .treat = SETTING_ELSEWHERE },
	{ 0 },
};
static const struct setting_kind stages = { N_("stage"), "form", NULL, false, false, true, stage_keys, false };

static const struct setting_key case_keys[] = {
	{ .key = "case", .treat = SETTING_ELSEWHERE },	     { "label", .says = N_("name") },
	{ .key = "opens", .treat = SETTING_ELSEWHERE },	     { .key = "of", .treat = SETTING_ELSEWHERE },
	{ .key = "same", .treat = SETTING_ELSEWHERE },	     { "stages", SETTING_ITEMS, .items = &stages },
	{ .key = "before_end", .treat = SETTING_ELSEWHERE }, { .key = "needs", .treat = SETTING_ELSEWHERE },
	{ "closes", .says = N_("the form that ends it") },   { 0 },
};
static const struct setting_kind cases = { N_("case"), "case", "label", false, false, false, case_keys, false };

static const struct setting_key table_keys[] = {
	{ .key = "table", .treat = SETTING_ELSEWHERE },
	{ .key = "file", .treat = SETTING_WORDS }, /* its rows are compared */
	{ "columns", SETTING_COLUMNS, N_("the type of a column"), NULL },
	{ .key = "source", .treat = SETTING_WORDS },
	{ 0 },
};
static const struct setting_kind tables = { N_("table"), "table", NULL, false, false, false, table_keys, false };

static const struct setting_key deadline_keys[] = {
	{ .key = "deadline", .treat = SETTING_ELSEWHERE },
	{ "label", .says = N_("name") },
	{ .key = "date", .treat = SETTING_ELSEWHERE },
	{ .key = "source", .treat = SETTING_WORDS },
	{ 0 },
};
static const struct setting_kind deadlines = { N_("deadline"), "deadline", "label", true, true, false, deadline_keys, false };

static const struct setting_key pack_keys[] = {
	{ .key = "pack", .treat = SETTING_ELSEWHERE },
	{ .key = "version", .treat = SETTING_WORDS },
	{ "label", .says = N_("the name of these forms") },
	{ .key = "root", .treat = SETTING_ELSEWHERE },
	{ "forms", SETTING_NAMES, .items = &setting_form },
	{ "roles", SETTING_ITEMS, .items = &roles },
	{ .key = "acts", .treat = SETTING_ELSEWHERE },
	{ .key = "readers", .treat = SETTING_ELSEWHERE },
	{ "chains", SETTING_ITEMS, .items = &chains },
	{ "reasons", .says = N_("what may be said for a warning") },
	{ "manifest", .says = N_("what is signed of a village, that no house is left out") },
	{ "covers", .says = N_("who covers which hamlet") },
	{ "draw", .says = N_("how houses are drawn for spot checks") },
	{ "tally", .says = N_("what is told by telephone") },
	{ "board", .says = N_("what the quality board reads") },
	{ "cases", SETTING_ITEMS, .items = &cases },
	{ "tables", SETTING_ITEMS, .items = &tables },
	{ .key = "sources", .treat = SETTING_WORDS },
	{ "deadlines", SETTING_ITEMS, .items = &deadlines },
	{ .key = "facts", .treat = SETTING_ELSEWHERE },
	{ 0 },
};
const struct setting_kind setting_pack = { .keys = pack_keys };

/* ---- a form */

static const struct setting_key field_keys[] = {
	{ .key = "name", .treat = SETTING_ELSEWHERE },
	{ .key = "type", .treat = SETTING_ELSEWHERE },
	{ .key = "label", .treat = SETTING_ELSEWHERE },
	{ "hint", .says = N_("the hint below it") },
	{ .key = "relevant", .treat = SETTING_ELSEWHERE },
	{ .key = "required", .treat = SETTING_ELSEWHERE },
	{ "due", .says = N_("the day by which it is answered where the form stands already") },
	{ .key = "constraint", .treat = SETTING_ELSEWHERE },
	{ "constraint_message", .says = N_("what is said of an answer that it refuses") },
	{ .key = "calculation", .treat = SETTING_ELSEWHERE },
	{ .key = "range", .treat = SETTING_ELSEWHERE },
	{ .key = "max_chars", .treat = SETTING_ELSEWHERE },
	{ "asked_from", .says = N_("from so many houses with one answer on it is asked about") },
	{ "suffixes", .says = N_("endings that the form adds itself") },
	{ "whole", .says = N_("values that end so and stay as they are") },
	{ "none", .says = N_("words that stand for no answer") },
	{ "headers", .says = N_("columns of tables from elsewhere that are taken for it") },
	{ "within", .says = N_("columns that tell the division above it") },
	{ "address", .says = N_("columns that hold a whole address") },
	{ "lacking", .says = N_("what stands there when an address names none") },
	{ "carry", .says = N_("taken over from the last house on one key") },
	{ "default", .says = N_("what stands in the empty form") },
	{ .key = "choices", .treat = SETTING_ELSEWHERE },
	{ "people", .says = N_("the roles whose holders are picked") },
	{ "from", .says = N_("the report whose rows it holds") },
	{ "optional", .says = N_("one of those that may stay empty, behind one line") },
	{ "code", .says = N_("the number of a thing, in which no person's number is looked for") },
	{ "shared", .says = N_("a photo that may stand at several houses") },
	{ "complete", .says = N_("completed from earlier answers") },
	{ "staff", .says = N_("who covers the hamlet is offered first") },
	{ "kind", .says = N_("the kind of an error in it") },
	{ "private", .says = N_("sealed, for those entitled") },
	{ .key = "source", .treat = SETTING_WORDS },
	{ .key = "fields", .treat = SETTING_ELSEWHERE }, /* found by their names wherever they stand: settings.c */
	{ 0 },
};
const struct setting_kind setting_field = { N_("question"), "name", "label", false, false, true, field_keys, false };

static const struct setting_key form_keys[] = {
	{ .key = "form", .treat = SETTING_ELSEWHERE },
	{ .key = "label", .treat = SETTING_ELSEWHERE },
	{ .key = "by", .treat = SETTING_ELSEWHERE },
	{ "after", .says = N_("forms that must stand first") },
	{ .key = "distinct_from", .treat = SETTING_ELSEWHERE },
	{ "blind", .says = N_("what is hidden from who fills it") },
	{ "shows", .says = N_("what stays to be seen all the same") },
	{ "depends", .says = N_("answers that make it outdated when they change, and with it what was signed") },
	{ .key = "repeat", .treat = SETTING_ELSEWHERE },
	{ "always", .says = N_("called for as long as its condition holds, however many stand") },
	{ "asked_only", .says = N_("begun only while it is called for") },
	{ "offices", .says = N_("which offices answer it, each for itself") },
	{ "opens", .says = N_("for which office what is sealed in it is sealed as well") },
	{ "order", .says = N_("the date by which several of it are in order") },
	{ .key = "about", .treat = SETTING_ELSEWHERE },
	{ .key = "relevant", .treat = SETTING_ELSEWHERE },
	{ "due", .says = N_("the day by which it must stand") },
	{ .key = "again", .treat = SETTING_ELSEWHERE },
	{ "batch", .says = N_("the question that says by which table a house was listed") },
	{ "gone", .says = N_("the question by which a house is in no list and no total") },
	{ "copy_of", .says = N_("the questions of other forms that it asks once more") },
	{ .key = "fields", .treat = SETTING_ELSEWHERE }, /* found by their names wherever they stand: settings.c */
	{ 0 },
};
const struct setting_kind setting_form = { N_("form"), "form", "label", false, false, true, form_keys, false };

/* ---- lists.yaml, reports.yaml, papers.yaml */

static const struct setting_key choice_keys[] = {
	{ .key = "name", .treat = SETTING_ELSEWHERE },
	{ .key = "label", .treat = SETTING_ELSEWHERE },
	{ "short", SETTING_SHARED, N_("the short words of it"), NULL },
	{ .key = "initials", .treat = SETTING_WORDS },
	{ "exclusive", .says = N_("stands alone, beside no other choice") },
	{ .key = "source", .treat = SETTING_WORDS },
	{ 0 },
};
static const struct setting_kind choices = { N_("choice"), "name", "label", true, true, true, choice_keys, true };

static const struct setting_key list_keys[] = {
	{ .key = "list", .treat = SETTING_ELSEWHERE },
	{ "columns", SETTING_COLUMNS, N_("the type of a column"), NULL },
	{ .key = "source", .treat = SETTING_WORDS },
	{ "choices", SETTING_ITEMS, .items = &choices },
	{ 0 },
};
const struct setting_kind setting_list = { N_("list"), "list", NULL, false, false, false, list_keys, false };

static const struct setting_key total_keys[] = {
	{ .key = "label", .treat = SETTING_ELSEWHERE },
	{ "first", .says = N_("the row of totals stands first") },
	{ 0 },
};
static const struct setting_kind total = { .keys = total_keys };

static const struct setting_key report_keys[] = {
	{ .key = "report", .treat = SETTING_ELSEWHERE },
	{ .key = "title", .treat = SETTING_ELSEWHERE },
	{ "official", .says = N_("an office's own paper, with a red head") },
	{ .key = "columns", .treat = SETTING_ELSEWHERE },
	{ .key = "sql", .treat = SETTING_ELSEWHERE },
	{ "total", SETTING_PART, .items = &total },
	{ "partition", .says = N_("columns that must add up") },
	{ .key = "rows", .treat = SETTING_ELSEWHERE },
	{ .key = "for", .treat = SETTING_ELSEWHERE },
	{ .key = "lines", .treat = SETTING_ELSEWHERE },
	{ .key = "source", .treat = SETTING_WORDS },
	{ .key = "view", .treat = SETTING_ELSEWHERE },
	{ 0 },
};
const struct setting_kind setting_report = { N_("report"), "report", "title", false, false, false, report_keys, false };

static const struct setting_key paper_keys[] = {
	{ .key = "paper", .treat = SETTING_ELSEWHERE },
	{ "title", .says = N_("title") },
	{ "about", SETTING_LEVEL, N_("what it is about"), NULL },
	{ "official", .says = N_("an office's own paper, with a red head") },
	{ "sealed", .says = N_("what is sealed stays off it, whoever prints") },
	{ "relevant", .says = N_("for which houses it is") },
	{ "from", .says = N_("the form that it is printed for") },
	{ "blocks", .says = N_("what stands on it") },
	{ .key = "source", .treat = SETTING_WORDS },
	{ 0 },
};
static const struct setting_kind papers = { N_("paper"), "paper", "title", true, true, false, paper_keys, false };

static const struct setting_key papers_keys[] = {
	{ "prints", .says = N_("where it is written down what was printed") },
	{ "evidence", .says = N_("the paper that goes with a house's file") },
	{ "papers", SETTING_ITEMS, .items = &papers },
	{ 0 },
};
const struct setting_kind setting_papers = { .keys = papers_keys };

const struct setting_key *
setting_key_of(const struct setting_kind *kind, const char *key)
{
	for (const struct setting_key *at = kind->keys; at->key; at++)
		if (strcmp(at->key, key) == 0)
			return at;
	return NULL;
}
