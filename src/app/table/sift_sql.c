#include "app/table/sift_sql.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "eval/sql_text.h"
#include "form/answer/past.h"

/* ---- columns */

#define OPEN_ACT(what)                                                                                                                     \
	"(SELECT x." what " FROM due u JOIN acts x ON x.form = u.form OR (u.form IS NULL AND x.chain = u.chain AND x.level = u.level)"     \
	" WHERE u.building = b.building AND u.of_case IS NOT NULL ORDER BY u.day, u.n LIMIT 1)"

static const struct {
	const char *name, *label, *zh, *sql; /* zh: what the catalogue says, also where it is not spoken; sql NULL: depends on the pack */
	enum table_kind kind;
} own[OWN_COUNT] = {
	[OWN_NUMBER] = { "_number", N_("House"), "房屋", NULL, TABLE_CODE },
	[OWN_TOWNSHIP] = { "_township", N_("Township"), "乡镇", "t.name", TABLE_TEXT },
	[OWN_VILLAGE] = { "_village", N_("Village"), "村（社区）", "d.name", TABLE_TEXT },
	[OWN_SIGNED] = { "_signed", N_("Signed up to"), "已签到", NULL, TABLE_TEXT },
	[OWN_STAGE] = { "_stage", N_("Next act of the open case"), "整治下一步", OPEN_ACT("label"), TABLE_TEXT },
	[OWN_STAGE_BY] = { "_stage_by", N_("By whom"), "由谁办理", OPEN_ACT("who"), TABLE_TEXT },
	[OWN_STAGE_DAY] = { "_stage_day", N_("Next act by"), "下一步期限",
			    "(SELECT min(u.day) FROM due u WHERE u.building = b.building AND u.of_case IS NOT NULL)", TABLE_DATE },
	[OWN_DAY] = { "_day", N_("First day that is due"), "最近期限", "(SELECT min(u.day) FROM due u WHERE u.building = b.building)",
		      TABLE_DATE },
	[OWN_WAITS] = { "_waits", N_("Waits for"), "待办", "seen.waits", TABLE_TEXT },
	[OWN_WAITS_DAY] = { "_waits_day", N_("To be done by"), "办理期限", "seen.day", TABLE_DATE },
};

bool
sift_is_seen_column(const struct sift_source *source)
{
	return source->own == OWN_WAITS || source->own == OWN_WAITS_DAY;
}

size_t
sift_own_count(void)
{
	return OWN_COUNT;
}

const char *
sift_own_name(size_t index)
{
	return own[index].name;
}

static bool
is_column(const struct pack *pack, const struct field *field)
{
	const struct form *form = pack_form_of_field(pack, field->name);

	return form && !form->repeat && !form->of_division && !(field->parent && field->parent->type == FIELD_REPEAT) &&
	       (field_type_has_value(field->type) || field->type == FIELD_PHOTO) &&
	       !(field->is_private && (field->type == FIELD_SELECT_MULTIPLE || field->type == FIELD_PHOTO));
}

bool
sift_find(const struct pack *pack, const char *name, struct sift_source *out)
{
	*out = (struct sift_source){ .name = name, .own = -1 };
	for (int i = 0; i < OWN_COUNT; i++)
		if (strcmp(own[i].name, name) == 0) {
			out->own = i;
			return true;
		}
	for (size_t i = 0; i < pack->fact_count; i++)
		if (strcmp(pack->facts[i].name, name) == 0) {
			out->fact = &pack->facts[i];
			out->list = pack_list(pack, name);
			return true;
		}
	out->field = pack_field(pack, name);
	out->list = out->field ? out->field->list : NULL;
	return out->field && is_column(pack, out->field);
}

bool
sift_find_in(const struct sift *sift, const struct pack *pack, const char *name, struct sift_source *out)
{
	return sift_find(pack, name, out) && (sift->seen || !sift_is_seen_column(out));
}

bool
sift_own_is_called(size_t index, const char *words)
{
	return strcmp(own[index].zh, words) == 0 || strcasecmp(own[index].label, words) == 0;
}

const char *
sift_own_label(size_t index, const char *lang)
{
	return strcmp(lang, "zh") == 0 ? own[index].zh : own[index].label;
}

const char *
sift_label(const struct sift_source *source, const char *lang)
{
	return source->field  ? label_text(&source->field->label, lang)
	       : source->fact ? label_text(&source->fact->label, lang)
			      : _(own[source->own].label);
}

static bool
is_boolean(const struct sift_source *source)
{
	return source->field ? source->field->type == FIELD_BOOLEAN : source->fact && source->fact->type == FACT_BOOLEAN;
}

enum table_kind
sift_kind(const struct sift_source *source)
{
	if (source->own >= 0)
		return own[source->own].kind;
	if (source->fact)
		return source->fact->type == FACT_INTEGER ? TABLE_NUMBER : source->fact->type == FACT_DATE ? TABLE_DATE : TABLE_TEXT;
	switch (source->field->type) {
	case FIELD_INTEGER:
	case FIELD_PHOTO:
		return TABLE_NUMBER;
	case FIELD_DECIMAL:
		return TABLE_DECIMAL;
	case FIELD_DATE:
		return TABLE_DATE;
	case FIELD_ID_NUMBER:
	case FIELD_PHONE:
		return TABLE_CODE;
	case FIELD_TEXT:
		return field_is_number(source->field) ? TABLE_CODE : TABLE_TEXT;
	default:
		return TABLE_TEXT;
	}
}

/* The numbers by which other systems know the house, the first that it has, else the beginning of its own. */
static bool
add_number(const struct field *field, void *ctx)
{
	if (field_is_number(field))
		buf_printf(ctx, "b.\"%s\", ", field->name);
	return true;
}

/* The level that signed last, as the pack calls it that had it last. */
static void
add_level_words(const struct chain *chain, struct buf *sql)
{
	buf_text_add(sql, "CASE b.level_name");
	for (size_t i = 0; i < chain->level_count + chain->past_count; i++) {
		bool is_past = i >= chain->level_count;
		const struct level_past *past = is_past ? &chain->past[i - chain->level_count] : NULL;

		buf_printf(sql, " WHEN '%s' THEN ", is_past ? past->name : chain->levels[i].name);
		sql_text_add(sql, label_text(is_past ? &past->label : &chain->levels[i].label, _("en")));
	}
	buf_text_add(sql, " END");
}

static void
add_own(const struct pack *pack, int index, struct buf *sql)
{
	if (own[index].sql) {
		buf_text_add(sql, own[index].sql);
	} else if (index == OWN_NUMBER) {
		buf_text_add(sql, "coalesce(");
		form_each_field(pack->root, add_number, sql);
		buf_text_add(sql, "substr(b.root, 1, 8))");
	} else {
		add_level_words(&pack->chains[0], sql);
	}
}

void
sift_add_value(const struct pack *pack, const struct sift_source *source, struct buf *sql)
{
	if (source->own >= 0)
		add_own(pack, source->own, sql);
	else if (source->field && source->field->is_private)
		buf_printf(sql, "\"pf %s\".\"%s\"", pack_form_of_field(pack, source->name)->name, source->name);
	else
		buf_printf(sql, "b.\"%s\"", source->name);
}

void
sift_add_words(const struct pack *pack, const struct sift_source *source, const char *lang, struct buf *sql)
{
	const char *label = strcmp(lang, "zh") == 0 ? "l.label_zh" : "coalesce(l.label_en, l.label_zh)";

	if (source->list && !(source->field && source->field->type == FIELD_SELECT_MULTIPLE)) {
		buf_printf(sql, "coalesce((SELECT %s FROM list_%s l WHERE l.name = ", label, source->list->name);
		sift_add_value(pack, source, sql);
		buf_text_add(sql, "), "); /* what no list has, as it is stored */
		sift_add_value(pack, source, sql);
		buf_char(sql, ')');
	} else if (source->field && source->field->type == FIELD_SELECT_MULTIPLE) {
		buf_printf(sql, "(SELECT group_concat(%s, '%s') FROM list_%s l WHERE selected(b.\"%s\", l.name))", label,
			   strcmp(lang, "zh") == 0 ? "、" : ", ", source->field->list_name, source->name);
	} else if (source->field && source->field->type == FIELD_DIVISION) {
		buf_printf(sql, "(SELECT v.name FROM divisions v WHERE v.code = b.\"%s\")", source->name);
	} else if (is_boolean(source)) {
		buf_text_add(sql, "CASE ");
		sift_add_value(pack, source, sql);
		buf_text_add(sql, " WHEN 1 THEN ");
		sql_text_add(sql, _("yes"));
		buf_text_add(sql, " WHEN 0 THEN ");
		sql_text_add(sql, _("no"));
		buf_text_add(sql, " END");
	} else {
		sift_add_value(pack, source, sql);
	}
}

/* ---- filters */

/* A choice that an earlier pack offered: houses have it still. */
static const char *
past_code(const struct list *list, const char *value)
{
	static const char *const languages[] = { "zh", "en" };

	for (size_t i = 0; i < list->past_count; i++) {
		const struct choice *choice = &list->past[i];
		bool is = strcmp(choice->name, value) == 0 || sift_label_is(&choice->label, value);

		for (size_t l = 0; l < ARRAY_LEN(languages) && !is; l++) {
			char *words = past_words(choice, languages[l]);

			is = strcasecmp(words, value) == 0;
			free(words);
		}
		if (is)
			return choice->name;
	}
	return NULL;
}

const char *
sift_code(const struct sift_source *source, const char *value)
{
	static const char *const yes[] = { "1", "yes", "是" }, *const no[] = { "0", "no", "否" };
	const struct list *list = source->list;

	if (is_boolean(source)) {
		for (size_t i = 0; i < ARRAY_LEN(yes); i++)
			if (strcmp(value, yes[i]) == 0 || strcmp(value, no[i]) == 0)
				return strcmp(value, yes[i]) == 0 ? "1" : "0";
		return NULL;
	}
	if (!list)
		return value;
	for (size_t i = 0; i < list->choice_count; i++)
		if (strcmp(list->choices[i].name, value) == 0)
			return value;
	for (size_t i = 0; i < list->choice_count; i++)
		if (sift_label_is(&list->choices[i].label, value))
			return list->choices[i].name;
	return past_code(list, value);
}

static bool
is_number(const struct sift_source *source)
{
	return (source->field && (source->field->type == FIELD_INTEGER || source->field->type == FIELD_DECIMAL ||
				  source->field->type == FIELD_YEAR || source->field->type == FIELD_PHOTO)) ||
	       (source->fact && source->fact->type == FACT_INTEGER);
}

static const char *const signs[SIFT_OP_COUNT] = { [SIFT_IS] = "=",   [SIFT_IS_NOT] = "<>",   [SIFT_LESS] = "<", [SIFT_AT_MOST] = "<=",
						  [SIFT_MORE] = ">", [SIFT_AT_LEAST] = ">=", [SIFT_HAS] = "" };

/* Do the words hold this text, in either language of the pack? */
static void
add_has(const struct pack *pack, const struct sift_source *source, const char *text, struct buf *sql)
{
	static const char *const languages[] = { "zh", "en" };

	for (size_t i = 0; i < ARRAY_LEN(languages); i++) {
		buf_text_add(sql, i ? " OR instr(" : "(instr(");
		sift_add_words(pack, source, languages[i], sql);
		buf_text_add(sql, ", ");
		sql_text_add(sql, text);
		buf_text_add(sql, ") > 0");
	}
	buf_char(sql, ')');
}

static bool
is_division(const struct sift_source *source)
{
	return source->field && source->field->type == FIELD_DIVISION;
}

static void
add_filter(const struct pack *pack, const struct sift_source *source, const struct sift_filter *filter, const char *code, struct buf *sql)
{
	bool set = source->field && source->field->type == FIELD_SELECT_MULTIPLE;

	buf_text_add(sql, " AND ");
	if (!*code) {
		sift_add_value(pack, source, sql);
		buf_text_add(sql, filter->op == SIFT_IS_NOT ? " IS NOT NULL" : " IS NULL");
	} else if (set) {
		buf_printf(sql, "%sselected(b.\"%s\", ", filter->op == SIFT_IS_NOT ? "NOT " : "", source->name);
		sql_text_add(sql, code);
		buf_char(sql, ')');
	} else if (filter->op == SIFT_HAS) {
		add_has(pack, source, code, sql);
	} else if (is_division(source) && (filter->op == SIFT_IS || filter->op == SIFT_IS_NOT)) { /* by its digits or its name */
		buf_printf(sql, "coalesce(b.\"%s\" %s (SELECT v.code FROM divisions v WHERE ", source->name,
			   filter->op == SIFT_IS ? "IN" : "NOT IN");
		sql_text_add(sql, code);
		buf_printf(sql, " IN (v.code, v.name)), %d)", filter->op == SIFT_IS_NOT);
	} else if (filter->op == SIFT_IS_NOT) { /* where nothing stands, this does not stand either */
		buf_text_add(sql, "coalesce(");
		sift_add_value(pack, source, sql);
		buf_text_add(sql, " <> ");
		if (is_number(source) || is_boolean(source))
			buf_text_add(sql, code);
		else
			sql_text_add(sql, code);
		buf_text_add(sql, ", 1)");
	} else {
		sift_add_value(pack, source, sql);
		buf_printf(sql, " %s ", signs[filter->op]);
		if (is_number(source) || is_boolean(source))
			buf_text_add(sql, code); /* digits, as was looked at */
		else
			sql_text_add(sql, code);
	}
}

/* Puts the day that a person means in place of what was written; one without a year is of this year. */
static enum status
take_day(char **code, struct err *err)
{
	char day[11], today[11];

	clock_date(clock_now_unix(), today);
	if (!clock_day_meant(*code, today, day))
		return err_set(err, STATUS_INVALID, _("\"%s\" is no date; write it as 2022-09-16"), *code);
	free(*code);
	*code = mem_strdup(day);
	return STATUS_OK;
}

/* Is it a value that the column can have? *code: the value to ask for; the caller frees, in any case. */
static enum status
check_filter(const struct pack *pack, const struct sift_source *source, const struct sift_filter *filter, char **code, struct err *err)
{
	bool exact = filter->op == SIFT_IS || filter->op == SIFT_IS_NOT;
	bool ordered = filter->op == SIFT_LESS || filter->op == SIFT_AT_MOST || filter->op == SIFT_MORE || filter->op == SIFT_AT_LEAST;

	*code = mem_strdup(filter->value);
	if (source->field && source->field->is_private)
		return err_set(err, STATUS_DENIED, _("\"%s\" is private: it is shown to who may read it, and not searched by"),
			       filter->column);
	if (!*filter->value)
		return filter->op == SIFT_IS || filter->op == SIFT_IS_NOT
			       ? STATUS_OK
			       : err_set(err, STATUS_INVALID, _("\"%s\" is compared with nothing: write a value"), filter->column);
	if (filter->op != SIFT_HAS && sift_choice_is_one(source, filter->value, err))
		return STATUS_INVALID;
	if (exact || (filter->op != SIFT_HAS && !is_division(source) && source->own < 0)) {
		free(*code);
		*code = sift_value(pack, source, filter->value, err);
	}
	if (!*code)
		return STATUS_INVALID;
	if (is_number(source) && filter->op != SIFT_HAS && !table_is_plain(TABLE_DECIMAL, *code))
		return err_set(err, STATUS_INVALID, _("\"%s\" is compared with a number, which \"%s\" is not"), filter->column, *code);
	if (sift_kind(source) == TABLE_DATE && filter->op != SIFT_HAS)
		return take_day(code, err);
	if (ordered && source->field && source->field->type == FIELD_SELECT_MULTIPLE)
		return err_set(err, STATUS_INVALID, _("of \"%s\" several may stand: ask what is among them with ="), filter->column);
	return STATUS_OK;
}

/* The forms whose private fields are columns, each once. A count shows no columns, and nothing private is opened for it. */
static void
join_private(const struct pack *pack, const struct sift *sift, struct buf *sql)
{
	for (size_t f = 0; !sift->counted[0] && f < pack->form_count; f++)
		for (size_t c = 0; c < sift->column_count; c++) {
			const struct field *field = pack_field(pack, sift->columns[c]);

			if (!field || !field->is_private || pack_form_of_field(pack, field->name) != &pack->forms[f])
				continue;
			buf_printf(sql, " LEFT JOIN pf_%s \"pf %s\" ON \"pf %s\".building = b.building", pack->forms[f].name,
				   pack->forms[f].name, pack->forms[f].name);
			break;
		}
}

void
sift_add_with(const struct sift *sift, struct buf *sql)
{
	char hex[ID_HEX_LEN + 1];

	if (!sift->seen)
		return;
	/* The words as bytes, so that none of them is taken for the name of a table or a column. */
	buf_text_add(sql, "WITH seen (root, n, waits, day) AS (VALUES (NULL, 0, NULL, NULL)");
	for (size_t i = 0; i < sift->seen_count; i++) {
		const struct sift_seen *seen = &sift->seen[i];

		buf_printf(sql, ",('%s',%zu,CAST(x'", id_hex(&seen->root, hex), i + 1);
		for (const char *at = seen->waits; *at; at++)
			buf_printf(sql, "%02x", (unsigned char)*at);
		buf_printf(sql, "' AS TEXT),%s%s%s)", *seen->day ? "'" : "", *seen->day ? seen->day : "NULL", *seen->day ? "'" : "");
	}
	buf_text_add(sql, ") ");
}

enum status
sift_add_from(const struct pack *pack, const struct sift *sift, struct buf *sql, struct err *err)
{
	enum status status = STATUS_OK;

	buf_text_add(sql, " FROM b ");
	buf_text_add(sql, sift->seen ? "CROSS JOIN seen ON seen.root = b.root " : "");
	buf_text_add(sql, "LEFT JOIN divisions d ON d.code = b.division LEFT JOIN divisions t ON t.code = b.township");
	join_private(pack, sift, sql);
	buf_text_add(sql, " WHERE substr(b.division, 1, length(:area)) = :area");
	for (size_t i = 0; i < sift->filter_count && !status; i++) {
		const struct sift_filter *filter = &sift->filters[i];
		struct sift_source source;
		char *code = NULL;

		if (!sift_find_in(sift, pack, filter->column, &source))
			return err_set(err, STATUS_NOT_FOUND, _("there is no column \"%s\"; the list of columns names them"),
				       filter->column);
		status = check_filter(pack, &source, filter, &code, err);
		if (!status)
			add_filter(pack, &source, filter, code, sql);
		free(code);
	}
	return status;
}
