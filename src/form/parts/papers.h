#ifndef FORM_PAPERS_H
#define FORM_PAPERS_H

#include "form/pack.h"

/* What a pack prints (papers.yaml): each paper is a title and blocks, one below the other. What each key means: doc/pack-format. */

enum paper_about { PAPER_OF_HOUSE, PAPER_OF_DIVISION, PAPER_OF_FILE };

enum block_kind {
	BLOCK_TEXT,	  /* a paragraph, with {NAME} for what is known */
	BLOCK_BAND,	  /* the same in large letters on a colour */
	BLOCK_RECORD,	  /* every value of forms, in their order, with its label */
	BLOCK_FIELDS,	  /* the values of fields, with their labels */
	BLOCK_PHOTOS,	  /* the photos of forms */
	BLOCK_SIGNATURES, /* who signed a chain, level by level */
	BLOCK_CODE,	  /* a QR code that says what the paper must say */
	BLOCK_TABLE,	  /* a query's rows */
	BLOCK_HANDOVER,	  /* what a file holds, for who hands it over and who takes it */
	BLOCK_HISTORY,	  /* each step of a house: what, by whom, proven when */
	BLOCK_PROOF,	  /* the digits by which a file that holds the house is compared */
	BLOCK_NEW_PAGE,
	BLOCK_KIND_COUNT
};

enum block_style { BLOCK_LINE, BLOCK_HEAD, BLOCK_SMALL, BLOCK_CENTRE, BLOCK_RIGHT, BLOCK_STYLE_COUNT };
enum block_colour { BLOCK_RED, BLOCK_YELLOW, BLOCK_GREEN, BLOCK_COLOUR_COUNT };

/* What is written by hand beside a house, and keyed into one of its forms later. */
#define PAPER_KEYED_DIGITS 9
struct paper_keyed {
	char *form_name, *day_name, *tick_name, *as;
	struct names field_names;
	const struct form *form;
	const struct field *day;  /* the day of the walk goes there */
	const struct field *tick; /* a box of the paper says that it has the choice `ticked`; NULL: there is none */
	const struct choice *ticked;
	const struct field **fields; /* of `field_names`: a column each, a digit for each choice */
};
struct keyed_column {
	const struct paper_keyed *of;
	const struct field *field;
	bool box;
};

struct paper_block {
	enum block_kind kind;
	struct expr when; /* of a house: does the block stand on its paper? */
	struct label text;
	enum block_style style;
	enum block_colour colour;
	struct names record, fields, photos, code; /* forms; fields; forms; fields */
	char *chain_name, *levels_name;
	const struct chain *chain; /* SIGNATURES: that is signed; CODE: whose levels it counts */
	bool handover, history, proof, new_page;
	struct report rows;   /* TABLE: its columns and query; a column `root`, that is not shown, says which house a row is about */
	struct label *blanks; /* TABLE: further columns, to be written into by hand */
	size_t blank_count;
	char *group;		   /* TABLE: a column that is a heading over the rows of one value; NULL: none */
	bool tick;		   /* TABLE: each row begins with a box to tick */
	struct paper_keyed *keyed; /* TABLE: behind a row's columns, before `blanks`; its rows are numbered then */
	size_t keyed_count;
	struct place place;
};

struct pack_paper {
	char *name;
	struct label title;
	enum paper_about about;
	bool official;
	bool sealed; /* of a house: what is private stays off it, whoever prints */
	char *from_name;
	const struct form *from; /* of a house: the form whose last slot its texts and conditions read beside the others; NULL: none */
	struct expr relevant;	 /* of a house: is the paper for it? */
	struct paper_block *blocks;
	size_t block_count;
	struct place place;
};

const struct pack_paper *pack_paper(const struct pack *pack, const char *name);
/* The paper that goes with a file of one house; NULL: none does. */
const struct pack_paper *pack_evidence_paper(const struct pack *pack);
/* The block of the paper that holds its code, or NULL. */
const struct paper_block *paper_code(const struct pack_paper *paper);

/* The boxes and columns of a block that are keyed, in the order of the paper; how many. `out` NULL: they are only counted. */
size_t paper_keyed_columns(const struct paper_block *block, struct keyed_column *out);
/* The block of the paper that is keyed, or NULL. */
const struct paper_block *paper_keyed_block(const struct pack_paper *paper);
/* Does what was written by hand on a paper of `was` mean the same in `now`: each box, column and digit of that one? A list may have more choices behind. */
bool paper_keyed_alike(const struct paper_block *was, const struct paper_block *now);

/* Words that a text may hold in braces beside fields and facts. */
enum paper_word {
	WORD_BLANK,   /* a line to write on */
	WORD_HOUSE,   /* the house's number */
	WORD_PLACE,   /* what it is called */
	WORD_VILLAGE, /* the names of its divisions */
	WORD_TOWNSHIP,
	WORD_COUNTY,
	WORD_TODAY,
	WORD_SERIAL,
	WORD_PRINTED_BY,
	PAPER_WORD_COUNT
};
/* The word of this name; PAPER_WORD_COUNT: there is none. */
enum paper_word paper_word_named(const char *name);

/* The next {NAME} of a text: its name is copied to `name`, *after is what follows it, and the length of what stands before it is returned; no further one:
 * the length of all, with `name` empty. */
#define PAPER_NAME_SIZE 49
size_t paper_text_next(const char *text, char name[PAPER_NAME_SIZE], const char **after);

#endif
