#ifndef UI_HOUSE_WITHDRAW_H
#define UI_HOUSE_WITHDRAW_H

struct record_stage;
struct screen;
struct ui;

/* The page that withdraws the signature under a level of a house. NULL: what falls with it could not be read, which is said. */
struct screen *withdraw_screen(struct ui *ui, const struct record_stage *stage);

#endif
