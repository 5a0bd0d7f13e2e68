#ifndef FORM_RULED_H
#define FORM_RULED_H

#include "form/pack.h"

/* What a later pack rules otherwise: who signs what, apart from whom, what may be signed together, who has which right, what a rule stops, and when a
 * question is asked. No answer and no figure changes by any of it, and what a signature means does. Roles that sign from then on: reworded.h. */

enum ruled_what {
	RULED_CHAIN_NEW,       /* of: a chain */
	RULED_CHAIN_GONE,      /* of */
	RULED_COVERS_NEW,      /* of: a chain; after: a form that it signs, too */
	RULED_COVERS_GONE,     /* of: a chain; before: a form that it does not sign any more */
	RULED_LEVEL_NEW,       /* of: a chain; after: the level */
	RULED_LEVELS_MOVED,    /* of: a chain whose levels sign in another order */
	RULED_SIGNS_NO_MORE,   /* of: a level or a form; before: the role */
	RULED_APART_NEW,       /* of: a level or a form; after: the form whose author does not sign it */
	RULED_APART_GONE,      /* of; before: the form whose author may */
	RULED_BULK_NEW,	       /* of: a level; after: which houses may be signed together */
	RULED_BULK_GONE,       /* of */
	RULED_BULK,	       /* of; before, after: which */
	RULED_BULK_PERCENT,    /* of; from, to: of a hundred that are signed together so many are opened */
	RULED_BULK_LEAST,      /* of; from, to: and so many at least */
	RULED_RIGHT_NEW,       /* of: the name of an act; after: the role */
	RULED_RIGHT_GONE,      /* of; before: the role */
	RULED_READER_GONE,     /* before: the role that does not read any more what is sealed */
	RULED_FORM_NEW,	       /* of: a form */
	RULED_FORM_GONE,       /* of */
	RULED_FORM_ASKED,      /* of; before, after: when it is called for, NULL: always */
	RULED_FORM_AGAIN,      /* of; before, after: when it is filled again, NULL: never */
	RULED_RULE_NEW,	       /* of: a rule's id; after: what it says; to: its level */
	RULED_RULE_GONE,       /* of; before: what it said */
	RULED_RULE_LEVEL,      /* of; after: what it says; from, to: the level */
	RULED_RULE,	       /* of; after: what it says: it finds other houses */
	RULED_RULE_SAYS,       /* of; before, after */
	RULED_FIELD_GONE,      /* of: a question */
	RULED_FIELD_RENAMED,   /* of: a new question; before: the name of one that is gone and asked the like, after: its own */
	RULED_FIELD_ASKED,     /* of; before, after: when it is asked, NULL: always */
	RULED_FIELD_REQUIRED,  /* of: it must be answered, and had not to be */
	RULED_FIELD_OPTIONAL,  /* of: it need not be answered any more */
	RULED_FIELD_TAKES,     /* of; before, after: which answers it takes, NULL: any */
	RULED_FIELD_BOUNDS,    /* of: it takes other numbers, or longer or shorter words */
	RULED_FIELD_OFFERS,    /* of; before, after: which choices are offered, NULL: all */
	RULED_FIELD_MADE,      /* of: it is worked out otherwise */
	RULED_CASE_NEW,	       /* of: a case */
	RULED_CASE_GONE,       /* of */
	RULED_CASE_STAGE_NEW,  /* of: a case; after: the form */
	RULED_CASE_STAGE_GONE, /* of: a case; before: the form */
	RULED_CASE,	       /* of: a case that is open, or over, for other houses */
};

struct ruled {
	enum ruled_what what;
	const char *of, *before, *after;
	int from, to;
};

/* Visits each difference; the texts are gone afterwards. */
void ruled_each(const struct pack *before, const struct pack *now, const char *lang, void (*visit)(const struct ruled *ruled, void *ctx),
		void *ctx);

#endif
