#ifndef FORM_PACK_H
#define FORM_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/division.h"
#include "base/err.h"
#include "base/value.h"
#include "form/expr.h"
#include "form/list.h"
#include "form/offices.h"

/* The form pack as the program holds it after parsing: constant, owned by struct pack. What each key means: doc/pack-format.
 * Expressions are kept as text with their place; eval answers them. Somewhat over 500 lines: each struct of a pack holds others of it, and is a page of one book. */

/* A table of the pack: rows of a CSV file, which expressions and reports read. */
struct pack_table {
	char *name, *file;
	struct column *columns;
	size_t column_count;
	char ***rows; /* per row a text for each column; "": none */
	size_t row_count;
	struct place place;
};

enum field_type {
	FIELD_TEXT,
	FIELD_INTEGER,
	FIELD_DECIMAL,
	FIELD_DATE,
	FIELD_YEAR,
	FIELD_SELECT_ONE,
	FIELD_SELECT_MULTIPLE,
	FIELD_BOOLEAN,
	FIELD_PHOTO,
	FIELD_GEOPOINT,
	FIELD_DIVISION,
	FIELD_PERSON,
	FIELD_ID_NUMBER,
	FIELD_PHONE,
	FIELD_NOTE,
	FIELD_GROUP,
	FIELD_REPEAT,
	FIELD_TYPE_COUNT
};

bool field_type_has_value(enum field_type type); /* not note, group, repeat, photo */

struct report;

struct field {
	char *name;
	enum field_type type;
	const struct list *list; /* select_*: borrowed */
	char *list_name;
	struct label label, hint, constraint_message;
	struct expr relevant, constraint, calculation;
	struct expr initial; /* `default:` stands in the empty form */
	struct expr choices; /* select_*: over the list's columns, which are offered */
	char *from_name;
	const struct report
		*from;	     /* repeat of a form about a division: the report whose rows it holds, by the columns' names; NULL: typed */
	struct names people; /* person, text: the roles whose holders are picked, one or more; empty: typed */
	bool required, optional, is_private, carry, complete;
	bool staff;	/* a person: who covers the hamlet, and who holds a right in the place, are offered */
	bool is_code;	/* text: the number of a thing: no person's number is looked for in it */
	bool opened;	/* private, in a form that `opens` for an office: it reads no number of a person's there */
	bool is_shared; /* photo: one picture may stand at several houses, and is no question where all of them have it in such a field */
	bool by_act;	/* batch or gone of its form: set by an act of its own, no column of a table */
	bool calls_house; /* a text of the form that starts buildings, or the place that `opens` names: part of what a house is called, on every page */
	bool has_range;
	double least, greatest;
	int max_chars;
	int asked_from;		      /* of so many houses with one answer the last one is asked about; 0: none is */
	struct names suffixes, whole; /* endings that the form adds itself; values that end so and stay */
	char *due_name;		      /* `due:` the day by which it is answered where the form stood before the question was added */
	const struct deadline *due;   /* NULL: that of its form */
	struct names none, headers;   /* words for no answer; what its column is called in tables of others, beside its label */
	struct names within, address; /* of a division: columns of the one above; of a whole address, taken apart by the fields' suffixes */
	char *lacking;		      /* what stands here for an address that names none; NULL: nothing */
	int kind;		      /* 1..6: of what kind an error in it is; 0: none is counted */
	const char *source;	      /* names of sources; borrowed from the pack's citations; NULL: none */
	struct field *fields;	      /* group, repeat */
	size_t field_count;
	const struct field *parent; /* the group or repeat it stands in, or NULL */
	struct place place;
};

/* Is its answer covered (******) until somebody asks for it, since others may look at the screen? What is private, but for what the house is called:
 * that stands in the title above, and on every list. */
bool field_is_covered(const struct field *field);

/* `copy_of:` the fields of other forms once more, under names with a prefix. They stand among the form's fields before its own. */
struct form_copy {
	struct names forms, except;
	char *prefix; /* NULL: the form copies nothing */
	bool record;  /* what somebody else wrote down: values alone, none asked, followed or refused */
	char *codes;  /* of a record: the column of lists that holds his codes; NULL: he has ours */
	struct place place;
};

struct form {
	char *name;
	struct label label;
	struct names by, after, distinct_from, blind, depends, shows; /* shows: not blind to these */
	struct expr relevant, again;				      /* again: as it stands it is to be filled again while this holds */
	struct form_copy copy;
	struct form_offices offices;
	struct form_opens opens;
	struct expr due;		 /* the day by which it must stand; no SQL where `deadline` says it */
	const struct deadline *deadline; /* that `due` names, or NULL */
	char *batch_name, *gone_name, *order_name;
	const struct field *batch; /* of the form that starts buildings: which import listed the house; NULL: none says it */
	const struct field *gone;  /* has a value: there is no such house, and it stands in no list and no total; NULL: none says it */
	bool repeat, always;	   /* always: it repeats, and is called for as long as `relevant` says so, however many of it stand */
	bool asked_only;	   /* and is begun only while it is called for */
	const struct field *order; /* the date by which its slots are in order; NULL: by their first steps alone */
	bool of_division;	   /* about a division, no house */
	enum division_level about; /* of_division: its level */
	struct field *fields;
	size_t field_count;
	struct place place;
};

struct role {
	char *name;
	struct label label;
	enum division_level scope; /* DIVISION_COUNTY, _TOWNSHIP or _VILLAGE */
	char *office_words;	   /* a list and one of its codes; NULL: its holders are of no office */
	const struct list *offices;
	const struct choice *office;
	struct place office_place;
};

struct level {
	char *name;
	struct label label;
	struct names by, distinct_from;
	struct expr bulk_when;
	int bulk_percent, bulk_least;
	struct expr due; /* as of a form */
	const struct deadline *deadline;
	const struct chain *chain; /* that it is a level of */
	struct place place;
};

struct error_kind {
	int kind;
	struct label label;
};

#define CHAIN_LEVELS_MAX 15

/* A chain: the levels that sign a list of forms one after the other, or each slot of one repeat form. */
struct chain {
	char *name;
	struct label label;
	struct names covers; /* forms; of a chain over a repeat form that form alone */
	struct names of;     /* forms of the cases that the repeat form is a stage of, or closes: their heads are covered beside it */
	char *each_name;
	const struct form *each; /* the repeat form, or NULL */
	char *summary_name;
	const struct field *summary; /* whose value a signer sees as `shown`, or NULL */
	struct level *levels;	     /* lowest first */
	size_t level_count;
	struct level_past { /* that earlier packs had: form/answer/past.h */
		char *name;
		struct label label;
	} * past;
	size_t past_count;
	struct error_kind *errors;
	size_t error_count;
	struct place place;
};

/* A stage of a case: a repeat form, a slot of which must stand and be signed. */
struct case_stage {
	char *form_name;
	const struct form *form;
	struct expr when, done; /* is it called for; asked of a slot: is it over? */
	struct place place;
};

/* A case: what must be done about a building once its forms say so. */
struct pack_case {
	char *name;
	struct label label;
	char *opens_name;
	const struct fact *opens; /* is true: the case is open; NULL: it never is, and only makes chains cover `of` */
	struct names of;	  /* forms that it is about */
	struct names same;	  /* fields of these: with other values it is another case */
	struct case_stage *stages;
	size_t stage_count;
	struct case_stage *before_end; /* what it asks for between its last stage and its end, while `when` holds; no `done` */
	size_t before_end_count;
	struct names needs; /* chains over forms that must be signed to the end before the case is */
	char *closes;
	const struct form *closing; /* the repeat form that ends it */
	struct place place;
};

struct deadline {
	char *name;
	struct label label;
	char date[11];
};

struct fact {
	char *name;
	struct label label;
	enum fact_type { FACT_BOOLEAN, FACT_INTEGER, FACT_TEXT, FACT_DATE } type;
	struct expr calculation;
	bool shown;			 /* told of each house, on its page and in its history */
	char *lapse_day_name, *lapse_to; /* a text: told as this behind that day; NULL: as it is */
	const struct fact *lapse_day;
	struct names signed_forms; /* what these say lowers the fact once their chain has signed, and not before */
	struct place place;
};

struct rule {
	char *id;
	enum rule_level { RULE_ERROR, RULE_WARNING, RULE_INFO } level;
	int kind; /* 0..6 */
	const struct form *form;
	char *form_name;
	bool county; /* scope: county */
	struct expr when, expr;
	struct label message;
	struct names fields;
	struct place place;
};

/* The rule of every pack that the values of a form lie within the limits of their fields: doc/file-format, B4. */
#define RULE_LIMITS "_limits"

/* What the cells of a column are: it decides how formats show them. */
enum report_type {
	REPORT_UNTYPED, /* a number where the query gives numbers, else text */
	REPORT_TEXT,
	REPORT_CODE, /* digits that are no number: leading zeros and all of eighteen stay */
	REPORT_INTEGER,
	REPORT_DECIMAL,
	REPORT_DATE,
	REPORT_TYPE_COUNT
};

struct report_column {
	char *name;
	struct label label;
	enum report_type type;
	bool total, bar, is_private;
	char *change_of; /* a column: how much more it is than on the day it is compared with; NULL: the query fills this one */
};

bool report_is_private(const struct report *report); /* any column is: it is made for one person */

struct report_line {
	struct label label;
	struct expr sql;
};

/* A column of whole numbers that in every row, and in the total, is the sum of others. */
struct report_partition {
	char *whole;
	struct names parts;
};

/* What the lines of a report are, taken together: said below them, and proven before they are printed. */
struct report_rows {
	enum report_rows_kind {
		REPORT_ROWS_UNSAID,
		REPORT_ROWS_EACH,	 /* a line for each thing that `sql` counts */
		REPORT_ROWS_PARTS,	 /* each stands in one line: the column adds up to the count */
		REPORT_ROWS_OVERLAPPING, /* one may stand in several, or in none */
		REPORT_ROWS_COUNT
	} kind;
	char *of; /* a column; NULL: lines are counted */
	struct expr sql;
};

struct report {
	char *name;
	struct label title;
	bool official; /* printed as an office's own paper: a red head, and lines to sign on */
	struct report_column *columns;
	size_t column_count;
	struct expr sql;
	bool has_total, total_first;
	struct label total_label;
	struct report_partition *partitions;
	size_t partition_count;
	struct report_rows rows;
	char *offices_name;	    /* a list, for one choice of which the report may be made (:for); NULL: none */
	const struct list *offices; /* the same */
	struct report_line *lines;
	size_t line_count;
	struct place place;
};

struct division {
	char *code; /* DIVISION_CODE_LEN digits */
	char *name;
	enum division_level level;
	char *parent; /* DIVISION_CODE_LEN digits or "" */
	char *became; /* the code of what it was merged into, or is now; "": it is there still */
	int line;     /* of divisions.csv */
};

/* What a manifest says of a village's houses. */
struct manifest_words {
	char *missing_name, *by_name, *tries_name;
	struct names state_names;
	struct place place;
	const struct list *missing;  /* why a house is not accounted for; NULL: said in words */
	const struct field *by;	     /* of the root form: which houses stand together; NULL: none */
	const struct field **states; /* what is told of a house that is accounted for: its choices */
	size_t state_count;
	const struct form *tries; /* the form that repeats, of visits that met nobody; NULL: none */
};
#define MANIFEST_REASONS_MOST 9 /* choices of `missing`: each has a digit */

/* What the quality board reads beside the rules. */
struct quality_words {
	char *team_name;
	struct place place;
	const struct field *team; /* whose answer is the team of a house; NULL: none is told */
	struct expr wrong;	  /* a query as of a report: building, field: answers that somebody found wrong afterwards; or none */
};

/* The form in which it is said what was printed, and its fields. */
struct paper_prints {
	char *form_name, *what_name, *serial_name, *of_name;
	struct place place;
	const struct form *form;		/* NULL: nothing is printed */
	const struct field *what, *serial, *of; /* the paper; its number; what it is of */
};
/* What a draw of houses for spot checks says, and where: its form is about a township, the checks are about houses. */
enum draw_field {
	DRAW_RECEIPT, /* of the form: the county receipt that houses are drawn from */
	DRAW_SOURCE,  /* what will be the seed: a numbered issue of a public lottery */
	DRAW_DAY,     /* ... its day */
	DRAW_SPARE,   /* houses behind each quota */
	DRAW_SEED,    /* none: the draw is told, and not made yet */
	DRAW_STRATA,  /* a repeat: */
	DRAW_STRATUM,
	DRAW_HOUSES,
	DRAW_HASH,
	DRAW_QUOTA,
	DRAW_DRAWN, /* a repeat: */
	DRAW_HOUSE,
	DRAW_FROM,
	DRAW_RANK,
	DRAW_OF,	/* of the checks: the first digits of the draw */
	DRAW_UNREACHED, /* ... why the house could not be looked at */
	DRAW_WRONG,	/* ... of which kinds errors were found */
	DRAW_FIELD_COUNT
};
struct draw_words {
	char *form_name, *checks_name, *names[DRAW_FIELD_COUNT], *lean;
	int percent, least; /* of the houses of each stratum that are proposed; of the one that `lean` names twice as many */
	struct place place;
	const struct form *form, *checks; /* NULL: the pack draws nothing */
	const struct field *fields[DRAW_FIELD_COUNT];
};
/* What a township tells by telephone: six counts of a report's line, in a form about it. */
struct tally_words {
	char *form_name, *report_name, *day_name, *told_name;
	struct names count_names;
	struct place place;
	const struct form *form; /* NULL: the pack tells nothing */
	const struct report *report;
	const struct field *day, *told, *counts[6]; /* told: two digits of the step that was told; absent in that step itself */
};
/* Where something is said that the pack asks for: a document and its clause, as a person reads them. */
struct pack_source {
	char *name;
	struct label label;
	struct place place;
};
/* A place of the pack that names sources, with spaces between. */
struct citation {
	char *names;
	struct place place;
};
struct pack {
	char *name;
	int64_t version;
	struct label label;
	const struct form *root;
	const struct field *root_division; /* the root form's division field */
	const struct form *record;	   /* the form that holds another system's record of a house; NULL: none */
	struct role *roles;
	size_t role_count;
	char *reasons_name;
	struct place reasons_place;
	const struct list *reasons; /* what may be said for a warning (form/reason.h); NULL: words */
	struct manifest_words manifest;
	struct covers_words covers;
	struct draw_words draw;
	struct tally_words tally;
	struct quality_words quality;
	struct names acts_epoch, acts_decision, acts_manifest, readers;
	struct chain *chains; /* at least one; the first covers forms, and is what lists and reports count levels of */
	size_t chain_count;
	struct pack_case *cases;
	size_t case_count;
	struct deadline *deadlines;
	size_t deadline_count;
	struct fact *facts;
	size_t fact_count;
	struct pack_source *sources;
	size_t source_count;
	struct citation *citations;
	size_t citation_count, citation_cap;
	struct form *forms;
	size_t form_count;
	struct field_index *index; /* of all fields by name (form/read.h); NULL while the pack is being read */
	struct list *lists;
	size_t list_count;
	struct pack_table *tables;
	size_t table_count;
	struct rule *rules;
	size_t rule_count;
	struct rule *limits;		/* per form: the rule that its fields' limits are kept, of level error; its id is RULE_LIMITS */
	struct report *reports, *views; /* views: a name and a query, which those of reports and papers have before them */
	size_t report_count, view_count;
	struct paper_prints prints;
	char *evidence_name;	   /* of the paper that goes with a file of one house */
	struct pack_paper *papers; /* form/papers.h */
	size_t paper_count;
	struct division *divisions; /* ascending by code */
	size_t division_count;
	struct value files; /* object: file name -> text, exactly what was read */
	char **file_names;  /* what place.file points into */
	size_t file_name_count, file_name_cap;
};

/* Reads every file of the folder that pack.yaml names, parses and checks all that needs no evaluator (unknown keys, lists,
 * forms, fields, roles, duplicate names, cycles in `after`). Every problem found, one a line "FILE:LINE: KEY: sentence", is appended
 * to `problems` (may be NULL: only the first goes to err). INVALID when there is any. */
MUST_CHECK enum status pack_load(const char *dir, struct pack **out, struct buf *problems, struct err *err);
/* The same from the `files` member of a pack step. */
MUST_CHECK enum status pack_parse(const struct value *files, struct pack **out, struct buf *problems, struct err *err);
void pack_free(struct pack *pack);
/* For who reads a pack: a field is found by its name without a walk through all from here on, and none may come after. */
void pack_index_fields(struct pack *pack);

/* Borrowed, NULL when there is none. */
const struct form *pack_form(const struct pack *pack, const char *name);
const struct field *pack_field(const struct pack *pack, const char *name); /* any form, any depth */
const struct form *pack_form_of_field(const struct pack *pack, const char *field);
const struct list *pack_list(const struct pack *pack, const char *name);
const struct pack_table *pack_table(const struct pack *pack, const char *name);
const struct chain *pack_chain(const struct pack *pack, const char *name);
const struct pack_case *pack_case(const struct pack *pack, const char *name);
bool case_has_form(const struct pack_case *of, const struct form *form); /* is it a stage, or ends it? NULL: no */
/* Has the form a part in it: one that it is about, a stage, what it asks for before its end, or its end? */
bool case_concerns(const struct pack_case *of, const struct form *form);
/* The chain that a form belongs to: the first that covers it, for the form that starts buildings at least the first of all; NULL: none. */
const struct chain *pack_chain_of_form(const struct pack *pack, const struct form *form);
/* A level of a chain; `chain` NULL: of the only chain that has one of this name. */
const struct level *pack_level(const struct pack *pack, const char *chain, const char *level);
const struct level *chain_level(const struct chain *chain, const char *name);
size_t level_index(const struct level *level); /* in its chain, from 0: the lowest */
const struct error_kind *chain_error(const struct chain *chain, int kind);
const struct role *pack_role(const struct pack *pack, const char *name);
const struct report *pack_report(const struct pack *pack, const char *name);
const struct rule *pack_rule(const struct pack *pack, const char *id);
/* The form in which what the rule finds is mended: that of the first field it names, or the one it is judged at. */
const struct form *pack_rule_mends(const struct pack *pack, const struct rule *rule);
const struct division *pack_division(const struct pack *pack, const char *code);
/* What a division became at last, itself where it is there still. */
const struct division *pack_division_now(const struct pack *pack, const char *code);
/* The same of an area, by its digits; as it was where the pack does not have it. */
void pack_area_now(const struct pack *pack, const char *area, char out[DIVISION_CODE_LEN + 1]);
/* Did any division become another? Else an area has just what its digits begin. pack NULL: none did. */
bool pack_has_moved(const struct pack *pack);
const struct deadline *pack_deadline(const struct pack *pack, const char *name);
bool pack_is_blind(const struct form *form, const char *field);

/* Is it a number by which another system knows a house: a text of the form that starts buildings, neither private nor completed from others? */
bool field_is_number(const struct field *field);
/* Walks every field of a form in order, groups and repeats entered (parents first). Stops and returns false when `visit` does. */
bool form_each_field(const struct form *form, bool (*visit)(const struct field *, void *), void *ctx);

/* The word for a rule's level in packs, files and output. */
const char *rule_level_name(enum rule_level level);
bool rule_level_find(const char *name, enum rule_level *out);

#endif
