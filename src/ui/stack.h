#ifndef UI_STACK_H
#define UI_STACK_H

#include "ui/screen.h"

/* The stack of screens, moved by the actions of the top one. It knows no terminal: the loop and the tests drive it alike. */

struct stack {
	struct screen **screens;
	size_t count, cap;
	bool quit;
	const struct screen *asked; /* whose Esc was asked about by the last key, as it loses what was typed */
};

void stack_push(struct stack *stack, struct ui *ui, struct screen *screen_take);
/* Gives one key to the top screen (after the keys of every screen: help, person, redraw) and performs its action. */
void stack_key(struct stack *stack, struct ui *ui, const struct ui_key *key);
/* Keeps everything typed on the screens and not kept yet. */
void stack_leave(struct stack *stack, struct ui *ui);
/* Has another window or a command written the file? Then the pages forget what they have of it, and the top one is made anew. */
bool stack_notice(struct stack *stack, struct ui *ui);
/* Lays the screens out anew for another size of the window. */
void stack_resized(struct stack *stack, struct ui *ui);
void stack_release(struct stack *stack, struct ui *ui);
struct screen *stack_top(const struct stack *stack); /* NULL: none */
/* Keeps what stands on all screens; the sentence of what could not be kept, the caller's to free, or NULL. */
char *stack_leave_all(struct stack *stack, struct ui *ui);
/* Locks an idle session: back to the first screen, and nobody unlocked; says so, and what could not be kept. */
void stack_lock(struct stack *stack, struct ui *ui);

#endif
