"""From pages to articles in sections: the only home of BeautifulSoup."""
