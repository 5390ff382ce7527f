"""What an evaluation comes to for people: tasks, lists, trends and pages that screens, commands and papers
share. Pure reading: nothing here records, draws or writes a file."""
