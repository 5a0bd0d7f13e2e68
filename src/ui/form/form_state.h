#ifndef UI_FORM_FORM_STATE_H
#define UI_FORM_FORM_STATE_H

#include "app/fill/inbox.h"
#include "app/fill/sheet.h"
#include "app/fill/sheet_photos.h"
#include "base/text/line.h"
#include "ui/picture.h"
#include "ui/screen.h"

/* What the files of the form screen share: the lines shown, where the cursor is, and the choices offered there. */

enum item_kind {
	ITEM_HEADING, /* of a group */
	ITEM_NOTE,
	ITEM_FIELD,
	ITEM_REASON, /* for a warning, below its field: chosen, or typed where the pack has no list */
	ITEM_WORDS,  /* beside a reason that wants them */
	ITEM_MORE,   /* in front of the questions that may stay empty, which it hides or shows */
	ITEM_SIGN,   /* the last line: what is missing, or the signature */
};

struct form_item {
	enum item_kind kind;
	const struct field *field; /* HEADING, NOTE, FIELD */
	const struct rule *rule;   /* REASON, WORDS */
	const char *words;	   /* a NOTE of no field: what it says, borrowed; NULL: of a field */
};

/* Commands of the binding table. */
enum form_command {
	COMMAND_ENTER = 1,
	COMMAND_NEXT,
	COMMAND_PREVIOUS,
	COMMAND_PAGE_UP,
	COMMAND_PAGE_DOWN,
	COMMAND_SIGN,
	COMMAND_CARRY,
	COMMAND_SHOW,
	COMMAND_PHOTOS,
	COMMAND_POSITION,
	COMMAND_DISCARD,
	COMMAND_TODAY,
	COMMAND_UNDO,
	COMMAND_MORE,
	COMMAND_BACK
};

enum widget { WIDGET_NONE, WIDGET_TEXT, WIDGET_OPTIONS, WIDGET_PHOTO, WIDGET_REPEAT, WIDGET_FIXED };

#define CHOICE_PAGE 9 /* choices shown at once: each has a digit and keeps it */

struct form_option {	   /* one of the choices at the cursor */
	const char *name;  /* borrowed: of a choice, "1"/"0" of yes and no, a division's code, a file */
	const char *label; /* borrowed */
	const char *initials;
	bool on;
	const struct inbox_photo *photo; /* borrowed; NULL: no photo */
	size_t number;			 /* its place in the list of all, from 0: its page and its digit, which it keeps */
};

/* Digits that answered one choice after the other. What goes on as no row of choices does was a number meant for another line: its answers are taken
 * back, and the rest of it is not taken. */
#define FORM_RUN 12
struct form_run {
	struct form_answered {
		const struct field *field;
		const struct rule *rule; /* the reason for a warning of this rule; NULL: the field */
		struct value before;
	} items[FORM_RUN];
	size_t count;
	char typed[FORM_RUN + 8];
	bool refusing; /* until a key that is no character */
	bool rested;   /* a pause came since: what they answered stands */
};

struct form_state {
	struct sheet *sheet;
	bool owns_sheet;
	const struct field *repeat; /* a page of one row of it; NULL: the whole form */
	int row;
	char title[200], note[80];

	struct form_item *items;
	size_t item_count, item_cap;
	struct shown_photo *shown; /* what who fills it has to look at: sheet_photos.h */
	size_t shown_count;
	bool shown_made;      /* the first of them stands in the picture, or did */
	uint64_t shown_since; /* ui->painted when that was made */
	size_t focus;	      /* index into items */
	size_t first_row;     /* of the page, in rows below the first item */

	enum widget widget; /* at the cursor */
	struct line line;
	bool typed; /* the text was changed since the cursor came */
	bool fresh; /* no key went into it since */
	bool begun; /* a number of a fixed length is being typed: nothing is said of it before it is whole, left, or kept after a rest */
	struct form_option *options;
	size_t option_count, option_cap; /* that fit the filter */
	char filter[24];
	size_t chosen;	      /* of the options or the suggestions */
	bool pointed;	      /* the cursor was moved to it since the letters */
	uint64_t inbox_stamp; /* of the folder, when it was read */
	char (*texts)[200];   /* of the options that have none of their own */
	char **people;	      /* the names of a person who is picked */
	size_t people_count;
	char **suggestions; /* earlier entries, for a text that is completed */
	size_t suggestion_count;
	bool more_suggestions; /* some fit that are not among them */
	bool suggesting;       /* the cursor stands in them */

	struct inbox inbox;
	bool inbox_read;
	struct picture picture;
	bool has_picture;
	const struct field *at_field;	/* where the cursor was when the lines were made */
	size_t more_count;		/* how many questions may stay empty and do */
	bool more;			/* the questions that may stay empty are shown */
	bool moved_on;			/* a full number went on by itself: an Enter behind it belongs to it */
	const struct field *moved_from; /* that number */
	bool led;			/* an answer led to the line of the signature: an Enter behind it still belongs to the answer */
	uint64_t came;			/* ui->painted when the cursor came to where it is */
	bool passed;			/* it was an Enter at a question that may stay empty, which led there */
	bool stray;			/* what was typed at this line was not taken, and an Enter behind it is part of it */
	bool new_row;			/* the row was empty when its page was opened */
	bool show_private, show_missing, confirm_discard, confirm_sign, confirm_fall, confirm_back, confirm_same;
	bool taken;	     /* by another window: nothing typed here is kept */
	struct form_run run; /* digits typed one after the other */
	char toggled;	     /* the digit that switched one of several choices last, since the cursor came; 0: none */
	uint64_t toggled_at; /* ui->painted then */
	struct area body;    /* as last laid out */
};

/* The cursor came to an item: sets the widget up. */
void form_enter(struct form_state *form, struct ui *ui);
/* Was the cursor on the screen where it stands, with no key waiting then? */
bool form_is_seen(const struct form_state *form, const struct ui *ui);
/* What was typed goes into the sheet and its draft. */
void form_keep(struct form_state *form, struct ui *ui);
const struct form_item *form_at(const struct form_state *form);

/* ---- form_about.c */

/* The page about the question at the cursor: what it means, what may stand there, where it comes from. */
struct screen *form_about(const struct form_state *form, const struct ui *ui);

/* ---- form_text.c */
#define FORM_SAME_KEY '=' /* no letter of any choice */
/* The house that the line at the cursor asks about, whether it is this one; NULL: it asks about none. */
const struct id *form_twin(const struct form_state *form);
struct action form_same(struct form_state *form, struct ui *ui);				/* the answer that it is */
void form_set_line(struct form_state *form, const struct form_item *item, const struct ui *ui); /* the editor gets the answer */
void form_suggest(struct form_state *form, struct ui *ui);					/* what earlier entries offer for it */
void form_drop_suggestions(struct form_state *form);
/* The text at the cursor goes into the sheet; called before the cursor moves and before the draft is saved. */
void form_store(struct form_state *form);
/* Down goes into what is offered, and out of it again. False: not a key for it. */
bool form_suggestion_key(struct form_state *form, const struct ui_key *key);
bool form_text_key(struct form_state *form, struct ui *ui, const struct ui_key *key); /* false: not a key of the text */
bool form_digit_suggests(const struct form_state *form);			      /* does a digit take what is offered? */
/* What continues a full number that went on by itself goes back into its line. True: it did. */
bool form_number_key(struct form_state *form, struct ui *ui, const struct ui_key *key);

/* ---- form_keys.c */
struct action form_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command);

/* ---- form_commands.c */
/* Is a key of the form for something that it may ask? */
bool form_offers(const struct screen *screen, const struct ui *ui, int command);
struct action form_undo(struct form_state *form, struct ui *ui); /* the last change, and the cursor to it */
struct action form_do_command(struct form_state *form, struct ui *ui, int command);

/* ---- form_lines.c */
void form_rebuild(struct form_state *form);	    /* the lines anew; the cursor stays at its question */
bool form_has_cursor(const struct form_item *item); /* may the cursor stand there? */
void form_move(struct form_state *form, struct ui *ui, int by);
/* To the next line that has something left to do, else to the signature. */
void form_next(struct form_state *form, struct ui *ui);
void form_go_to(struct form_state *form, struct ui *ui, const struct field *field, const struct rule *rule);
/* To the first question of this type that is still open; with none open to the first of them. Stays where it is when it is one. False: the
 * form has none. */
bool form_go_to_type(struct form_state *form, struct ui *ui, enum field_type type);
void form_start(struct form_state *form, struct ui *ui); /* what came back: the first mark; else the first question that is open */

/* ---- form_sign.c */
/* Of a row of a repeat: back to the rows when nothing is missing in it. `enter`: by Enter at its line, which counts once that was seen. */
struct action form_sign(struct form_state *form, struct ui *ui, bool enter);
bool form_is_complete(const struct form_state *form); /* nothing stands in the way of a signature */

/* ---- form_choice.c */
void form_start_options(struct form_state *form, struct ui *ui);	   /* the same, the cursor where one begins */
void form_options(struct form_state *form, struct ui *ui);		   /* fills options for the field at the cursor and the filter */
const char *form_option_code(const struct form_state *form, size_t index); /* shown before its words; NULL: none */
void form_drop_people(struct form_state *form);
/* The first of the options that are shown, and how many are: the page of the chosen one. */
size_t form_option_page(const struct form_state *form, size_t index); /* of nine choices each, from 0 */
size_t form_option_first(const struct form_state *form);
size_t form_options_shown(const struct form_state *form);
char form_option_digit(const struct form_state *form, size_t index); /* '1' to '9'; 0: letters brought another with its digit beside it */
bool form_digits_narrow(const struct form_state *form);
void form_choose(struct form_state *form, size_t index); /* the cursor to an option, at most the last */
/* The option on this page that has a digit; option_count: none, or several that letters brought onto one page. */
size_t form_option_with_digit(const struct form_state *form, char digit);
/* Is a choice the answer, or one of its list? */
bool form_answer_holds(const struct value *value, const char *name);

/* ---- form_pick.c */
/* A key in a list of choices; *moved: the cursor goes on. False: not a key for it. */
bool form_option_key(struct form_state *form, struct ui *ui, const struct ui_key *key, bool *moved);

/* ---- form_run.c */
void form_run_clear(struct form_state *form);
void form_run_rest(struct form_state *form);   /* a pause: what was answered was seen, and is taken back by no further character */
void form_run_refuse(struct form_state *form); /* no character is taken until a key that is none */
/* A digit is about to answer the choice at the cursor, and the cursor goes on. */
void form_run_note(struct form_state *form, char digit);
/* Says what the digits answered. */
void form_run_say(const struct form_state *form, struct ui *ui);
/* A character that no choice takes ends a run of digits: true, and what they answered is as it was before. */
bool form_run_undo(struct form_state *form, struct ui *ui, uint32_t c);
bool form_goes_on_a_number(uint32_t c); /* a sign that stands inside a number and at the beginning of no answer */
/* Looks at each key first. True: it is part of what is not taken. */
bool form_run_key(struct form_state *form, struct ui *ui, const struct ui_key *key);

/* ---- form_draw.c */
void form_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas);

/* ---- form_layout.c */
void form_note(struct form_state *form); /* how much is still open, in form->note */
struct area form_picture_area(struct area body);
bool form_is_wide(struct area body);		   /* the first photo of the house stays beside the questions */
int form_text_cols(const struct form_state *form); /* of a text while it is typed */
void form_scroll(struct form_state *form);
/* Makes the picture that belongs beside the questions now, if any: form->has_picture says whether. */
void form_make_picture(struct form_state *form, struct ui *ui);

#endif
