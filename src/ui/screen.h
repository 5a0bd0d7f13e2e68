#ifndef UI_SCREEN_H
#define UI_SCREEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/house/order.h"
#include "base/err.h"
#include "base/id.h"
#include "ui/area.h"
#include "ui/canvas.h"
#include "ui/keys.h"

/* A screen: a constant table of functions and the state of this instance. `recalc` reads from the app what will be shown, `draw` only
 * reads the state, `key` changes the state or answers with an action; only the loop moves the stack. */

struct ui;
struct screen;

/* A key, what it does, and its words: the footer, the help page, the dispatcher and the tests read the same table. */
struct binding {
	enum ui_key_kind kind;
	uint32_t c;	   /* UI_KEY_CHAR, UI_KEY_CTRL */
	const char *shown; /* how the key is called: N_("Enter"); NULL: a further key for the binding before it */
	const char *help;  /* what it does: N_(...) */
	int command;	   /* what `key` gets; from 1, or BINDING_READ */
	bool footer; /* stands in the key line, as long as there is room; else, behind the others, the words of `help` before its colon */
};

/* The command of bindings that a part of the page, a list or a text, reads by itself. */
enum { BINDING_READ = -1 };

enum action_kind {
	ACTION_STAY,
	ACTION_NO_KEY,	/* stay: the key means nothing on this page */
	ACTION_PUSH,	/* screen, on top of this one */
	ACTION_REPLACE, /* screen, instead of this one */
	ACTION_BACK,
	ACTION_DONE, /* back over the page below too, which asked for this one; screen (or NULL) on top of what is left */
	ACTION_HOME, /* down to the home screen */
	ACTION_QUIT,
};

struct action {
	enum action_kind kind;
	struct screen *screen; /* taken by the loop */
};

struct screen_class {
	const char *name;
	const char *about;		/* what the page is for, and what to do next, in one or two sentences: N_(...), for the help page */
	const struct binding *bindings; /* up to one without command */
	const struct binding *also;	/* further keys, which several pages share or a list or text of the page reads; may be NULL */
	/* Would a key do here what it is for: for who is at the laptop, and what is chosen? By the function that decides when it is pressed, from what was read already;
	 * a key that would not stands not in the line of keys, and says why when it is pressed. NULL: all would. */
	bool (*offers)(const struct screen *screen, const struct ui *ui, int command);
	/* The name of the page in the title line; borrowed from the screen or a literal, already translated. */
	const char *(*title)(const struct screen *screen, const struct ui *ui);
	void (*recalc)(struct screen *screen, struct ui *ui); /* called when the screen comes to the top and after every key; may be NULL */
	void (*draw)(const struct screen *screen, const struct ui *ui, struct canvas *canvas);
	const char *(*note)(const struct screen *screen); /* a few words above the keys, while no sentence stands there; may be NULL */
	struct action (*key)(struct screen *screen, struct ui *ui, const struct ui_key *key, int command);
	/* The page on top of it ended: goes on to another, or stays. NULL: stays. */
	struct action (*resume)(struct screen *screen, struct ui *ui);
	/* Another window or a command wrote the file: what the page has of it is read anew in the next recalc, the cursor stays at its thing. NULL:
	 * the page keeps nothing of the file, or asks the file by itself before an act. */
	void (*forget)(struct screen *screen, struct ui *ui);
	void (*leave)(struct screen *screen, struct ui *ui); /* covered, or the program is told to end: keep what was typed */
	/* Has something outside of the file changed, as a folder of photos? Asked every few seconds while no key comes; true: recalc follows. NULL:
	 * the page shows nothing of that kind. */
	bool (*watch)(struct screen *screen, struct ui *ui);
	bool (*idle)(struct screen *screen, struct ui *ui); /* a slice of work while no key comes; true: there is more */
	/* No further key waits: keeps what was typed, so that a kill does not lose it. NULL: nothing to keep, or `pause` does. */
	void (*keep)(struct screen *, struct ui *);
	void (*pause)(struct screen *, struct ui *); /* a second after the last key: the same, and says what could not be kept */
	/* Would Esc leave the page now and lose what was typed? Then it is asked once. NULL: it never does. */
	bool (*loses)(const struct screen *screen);
	void (*close)(struct screen *screen, struct ui *ui);
	bool types;	      /* characters are typed here: single letters are no commands */
	bool helps;	      /* is the help page itself */
	bool holds;	      /* ^Z never stops the program here: what stands on the page is shown once */
	bool suspends;	      /* ^Z stops the program here, as everywhere while nobody is unlocked; else it takes a change back */
	bool drops_typeahead; /* keys typed before the page was painted are dropped, as for a passphrase */
};

struct screen {
	const struct screen_class *class;
	void *state;  /* freed by close */
	char *unread; /* why the last recalc could not read what the page shows; NULL: it could */
	bool failed;  /* during a recalc: it could not */
};

struct screen *screen_new(const struct screen_class *class, void *state_take);
void screen_free(struct screen *screen, struct ui *ui);
/* Reads anew what the page shows, by its recalc. */
void screen_recalc(struct screen *screen, struct ui *ui);
/* Says from within a recalc that what the page shows could not be read. Until a recalc succeeds the sentence of `err` stands in place of the page, and none of
 * its functions is called but those that keep what was typed and close it. */
void screen_unread(struct screen *screen, const struct err *err);
/* The functions and keys that hold for the page now: its own, or those of a page that could not be read. */
const struct screen_class *screen_acting(const struct screen *screen);

enum toast { TOAST_NONE, TOAST_SAID, TOAST_GOOD, TOAST_BAD };

/* A sentence that was said above the keys; a very long one is cut. */
struct ui_said {
	enum toast kind;
	int64_t at_unix;
	char text[480];
};
#define UI_SAID 60 /* sentences that are kept */

/* State that all screens share. */
struct ui {
	struct app *app;	   /* NULL until a workspace is open */
	unsigned generation;	   /* app_generation as the pages were told of last */
	const struct app *told_of; /* the app that this is of: another one was opened by a page, which shows what it found */
	const char *lang;	   /* "zh" or "en" */
	char *inbox;		   /* folder of photos */
	char inbox_at[256];	   /* the photo taken last from it, where the next is looked for; "": none */
	struct ui_worked {
		struct id building;	 /* the house worked on last, continued before another is begun */
		const struct form *form; /* ... on this form; NULL: signed in a sitting, or none yet. Only compared */
		struct work_order order; /* where it stood when it was opened: when it asks for nothing more the one behind it follows */
		int64_t number;		 /* 0: not known */
		bool signed_now;	 /* a form of it was just signed */
	} worked;
	int rows, cols; /* of the page */
	unsigned colours;
	bool fine_lines;
	enum toast toast_kind;
	char *toast;		      /* a sentence above the keys, until the next key; owned */
	struct ui_said said[UI_SAID]; /* of this person, the newest over the oldest: the page of them shows it, lock empties it */
	size_t said_count;
	int toast_first;			       /* the row of it that is shown first: a long one scrolls */
	void (*busy)(struct ui *ui, const char *what); /* says at once what is about to take a second; may be NULL */
	bool (*is_stopped)(struct ui *ui);	       /* was Esc pressed, or is the program told to end, during a long act? May be NULL */
	void *terminal;
	struct screen *(*help)(const struct screen *of); /* the help page; NULL: none */
	struct screen *(*said_page)(struct ui *ui);	 /* the page of what was said; NULL: none */
	struct screen *(*day)(
		struct ui *ui); /* the page that asks what day it is, for a signature that waits for it; NULL: none. May give NULL */
	struct screen *(*house)(struct ui *ui, const struct id *building); /* the page of a house; NULL: none. May give NULL */
	/* The page that asks whether two houses are one. */
	struct screen *(*pair)(struct ui *ui, const struct id *building, const struct id *other);
	bool asks; /* the page asks something new in its place: keys typed before that is painted are dropped, as at a page that drops_typeahead */
	int64_t last_key_ms;
	uint64_t keys_pressed;
	uint64_t painted; /* pages painted so far: what was in the state at one of them was on the screen */
	uint64_t seen;	  /* the last of them behind which no key waited: a key behind it was typed at its sight */
};

void ui_say(struct ui *ui, enum toast kind, const char *fmt, ...) PRINTF_FMT(3, 4);
void ui_forget_said(struct ui *ui);		    /* when the person leaves: sentences name houses and people */
void ui_hush(struct ui *ui);			    /* takes the sentence away, as the next key does */
void ui_fail(struct ui *ui, const struct err *err); /* says the error, its first letter unchanged */
bool ui_has_person(struct ui *ui);		    /* true when somebody is unlocked; otherwise says where to unlock */
void ui_busy(struct ui *ui, const char *what);
/* True when a long act is to be stopped: Esc was pressed since it began; other keys pressed meanwhile go nowhere. */
bool ui_is_stopped(struct ui *ui);

/* The command bound to a key on this screen, or 0. */
int screen_command(const struct screen *screen, const struct ui_key *key);
/* Draws the whole page of a screen: title, body, message, keys. Too small a terminal gets a sentence instead. */
void screen_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas);

#define SCREEN_ROWS 24
#define SCREEN_COLS 80

/* The room between the title and what stands above the keys: never under a sentence, however long it is. */
struct area ui_body(const struct ui *ui);
/* The same while no sentence stands there: for a picture, which is not made anew when one comes and goes. */
struct area ui_body_quiet(const struct ui *ui);
/* True when the key scrolled a sentence that is longer than its room. */
bool ui_toast_key(struct ui *ui, const struct ui_key *key);

#define STAY ((struct action){ ACTION_STAY, NULL })
#define NO_KEY ((struct action){ ACTION_NO_KEY, NULL })
#define BACK ((struct action){ ACTION_BACK, NULL })
struct action action_push(struct screen *screen_take); /* NULL: stay */

#endif
