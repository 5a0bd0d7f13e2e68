#ifndef UI_STACK_H
#define UI_STACK_H

#include "ui/screen.h"

/* The screens on top of each other, moved by the actions of the top one. Without terminal: the loop and the tests drive it alike. */

struct stack {
	struct screen **screens;
	size_t count, cap;
	bool quit;
};

void stack_push(struct stack *stack, struct ui *ui, struct screen *screen_take);
/* Gives one key to the top screen (after the keys every screen knows: help, person, redraw) and does what it answers. */
void stack_key(struct stack *stack, struct ui *ui, const struct ui_key *key);
/* Everything on the screens that was typed and not kept yet is kept. */
void stack_leave(struct stack *stack, struct ui *ui);
/* The window has another size: what was laid out for the old one is laid out anew. */
void stack_resized(struct stack *stack, struct ui *ui);
void stack_release(struct stack *stack, struct ui *ui);
struct screen *stack_top(const struct stack *stack); /* NULL: none */
/* Back to the first screen and no one unlocked: an idle session. */
void stack_lock(struct stack *stack, struct ui *ui);

#endif
