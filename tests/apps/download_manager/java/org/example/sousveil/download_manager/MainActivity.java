package org.example.sousveil.download_manager;

import android.app.Activity;
import android.app.DownloadManager;
import android.net.Uri;
import android.os.Bundle;

/** Fetches a file through the system's downloader. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        DownloadManager fetch = (DownloadManager) getSystemService(DOWNLOAD_SERVICE);
        DownloadManager.Request file =
                new DownloadManager.Request(Uri.parse("https://files.example.org/map.zip"));
        fetch.enqueue(file);
    }
}
