"""`python -m twitchsearch`."""

from twitchsearch.cli.main import run

if __name__ == "__main__":
    run()
