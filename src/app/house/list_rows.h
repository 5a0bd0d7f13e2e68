#ifndef APP_HOUSE_LIST_ROWS_H
#define APP_HOUSE_LIST_ROWS_H

#include <stdbool.h>
#include <stdint.h>

#include "app/house/list.h"
#include "app/house/order.h"
#include "base/division.h"

/* The rows of app/house/list.h, as who reads them, who looks for words in them and who learns owners share them. */

/* A character of a row's text, made ready to be compared with a key: letters it may be found by in the low 26 bits, the digit + 1 above
 * them; characters of other kinds are found by their code alone. */
struct search_unit {
	uint32_t keys, code;
};

struct list_row {
	struct id root, hash;
	int64_t building;
	char division[DIVISION_CODE_LEN + 1], division_now[DIVISION_CODE_LEN + 1]; /* store/houses/building.h */
	uint8_t task;								   /* enum flow_task */
	uint16_t task_name, task_chain;						   /* indexes into names */
	char day[11];								   /* by which the task must be done; "": none */
	char first_day[11];		  /* by which anything that the house waits for must be done */
	uint8_t first_task;		  /* that is to be done by then, where it is not `task` */
	uint16_t first_name, first_chain; /* ... its names */
	bool done, added;
	int16_t level;
	int16_t rank;	     /* app/house/order.h */
	bool mine;	     /* counted in the person's own areas */
	bool left_out;	     /* by building_list_keep */
	bool aside;	     /* counted as another house: it waits for nothing, */
	bool case_goes_on;   /* but for what a case waits for that is open here alone */
	char *counted_as;    /* the number of that house; NULL: it counts itself */
	uint64_t number;     /* the digits of division_now, to sort by */
	uint16_t village;    /* index into villages */
	char *words, *owner; /* what the roster says openly; owner NULL: not learned, or there is none */
	uint16_t first;	     /* bytes of the words that the first field of the roster says */
	struct search_unit *units;
	uint16_t unit_count;
	uint32_t any; /* all letters and digits (as bits) that occur: what cannot fit is passed over at once */
};

struct joined;

struct building_list {
	struct app *app;
	struct list_row *rows;
	size_t count, cap;
	uint32_t *urgent;	  /* indexes of the rows in the order of work */
	bool is_urgent;		  /* the rows show so; else in the order of the roster */
	struct house_ranks ranks; /* while the rows are read */
	uint32_t *shown;
	size_t shown_count;
	char **names;
	size_t name_count, name_cap;
	char *words; /* the filter that `shown` answers */
	enum flow_task task;
	size_t learned, indexed;
	const char **areas; /* of the person, while the rows are read */
	size_t area_count;
	struct joined *joined; /* the same */
	size_t joined_count;
	size_t own_count;    /* rows of the person's own areas */
	bool own;	     /* no others show */
	unsigned generation; /* of the store, when it was read, */
	int64_t last_step;   /* and the newest step then, */
	char person[33];     /* for whom; "": nobody */
	bool blind;	     /* some form is blind to what is private of the form that starts houses */
	char **villages;     /* names, in the order of the sorted rows */
	size_t village_count, village_cap;
};

/* Makes a row ready for the search, anew when its words changed. */
void list_index_row(const struct building_list *list, struct list_row *row);

/* Gives the row the owner that was read before, where its house is the same still: what was read is kept until the person locks. */
void list_recall(const struct building_list *list, struct list_row *row);
/* Is some form blind to what is private of the form that starts houses? */
bool list_is_blind(const struct building_list *list);

#endif
