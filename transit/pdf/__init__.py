"""Papers: a frozen snapshot in, bytes out. The only place with ReportLab (spec section 12).

`faces` knows the fonts, `fitting` puts texts into limited room, `sheet` draws on one page; each paper is a package
of its own beside them.
"""
