"""Telling a folder that some service copies to other machines."""

from __future__ import annotations

from pathlib import Path

import pytest

from rrsa.synced import synced_by


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("OneDrive", "OneDrive"),
        ("OneDrive - Inverclyde Council/Documents", "OneDrive"),
        ("onedrive", "OneDrive"),
        ("Library/CloudStorage/OneDrive-Personal", "OneDrive"),
        ("Dropbox (School)/rights", "Dropbox"),
        ("Google Drive/x/y", "Google Drive"),
        ("GoogleDrive-somebody", "Google Drive"),
        ("Library/Mobile Documents/com~apple~CloudDocs", "iCloud"),
        ("iCloudDrive", "iCloud"),
        ("Box Sync", "Box"),
        ("Nextcloud", "Nextcloud"),
        ("pCloud Drive", "pCloud"),
        ("Documents/rights", None),
        ("Box", None),
        ("drive", None),
        ("My dropbox notes", None),
    ],
)
def test_services_are_known_by_the_names_of_their_folders(
    tmp_path: Path, folder: str, service: str | None
) -> None:
    (tmp_path / folder).mkdir(parents=True)
    assert synced_by(tmp_path / folder) == service


@pytest.mark.parametrize(("mark", "service"), [(".stfolder", "Syncthing"), (".dropbox.cache", "Dropbox")])
def test_services_are_known_by_what_they_leave_in_a_folder(tmp_path: Path, mark: str, service: str) -> None:
    (tmp_path / mark).mkdir()
    (tmp_path / "deep" / "er").mkdir(parents=True)
    assert synced_by(tmp_path / "deep" / "er") == service


def test_onedrive_says_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "School files").mkdir()
    assert synced_by(tmp_path / "School files") is None
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path))
    assert synced_by(tmp_path / "School files") == "OneDrive"


def test_a_folder_that_leads_into_one_is_seen_through(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    try:
        (tmp_path / "innocent").symlink_to(tmp_path / "Dropbox", target_is_directory=True)
    except OSError:
        return  # this system lets nobody make such a link, so there is nothing to see through
    assert synced_by(tmp_path / "innocent") == "Dropbox"
