"""The app for people with no terminal: ``rrsa serve`` shows it in their browser.

This room knows no screens: each session is a process of our own program, which it starts, speaks with and
ends. It knows doors (who may come in), folders (what comes up and goes down) and the page around the app.
"""
