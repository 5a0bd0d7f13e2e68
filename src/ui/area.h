#ifndef UI_AREA_H
#define UI_AREA_H

/* A part of a page: its first row and column, and how many there are of each, in cells. A page cuts its body into areas, and what is drawn
 * in an area asks it for its size; no page counts rows of the terminal. */

struct area {
	int row, col, rows, cols;
};

/* Without its first or last rows; never fewer than none. */
static inline struct area
area_below(struct area area, int rows)
{
	rows = rows < area.rows ? rows : area.rows;
	return (struct area){ area.row + rows, area.col, area.rows - rows, area.cols };
}

static inline struct area
area_above(struct area area, int rows)
{
	rows = rows < area.rows ? rows : area.rows;
	return (struct area){ area.row, area.col, area.rows - rows, area.cols };
}

/* Its first rows alone. */
static inline struct area
area_top(struct area area, int rows)
{
	return (struct area){ area.row, area.col, rows < area.rows ? rows : area.rows, area.cols };
}

/* Its last rows alone. */
static inline struct area
area_bottom(struct area area, int rows)
{
	return area_below(area, area.rows - (rows < area.rows ? rows : area.rows));
}

/* Its first columns alone. */
static inline struct area
area_left(struct area area, int cols)
{
	return (struct area){ area.row, area.col, area.rows, cols < area.cols ? cols : area.cols };
}

/* One of several parts of the same width beside each other. */
static inline struct area
area_column(struct area area, int index, int count)
{
	return (struct area){ area.row, area.col + index * (area.cols / count), area.rows, area.cols / count };
}

/* Without columns at the left and the right. */
static inline struct area
area_inside(struct area area, int left, int right)
{
	return (struct area){ area.row, area.col + left, area.rows, area.cols > left + right ? area.cols - left - right : 0 };
}

#endif
