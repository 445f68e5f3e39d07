"""What papers are drawn with: `faces` knows the fonts, `fitting` puts texts into limited room, `sheet` draws on a page.

The papers themselves stand in the `pdf` package of the app that issues them.
"""
