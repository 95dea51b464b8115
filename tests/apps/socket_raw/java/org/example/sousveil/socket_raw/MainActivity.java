package org.example.sousveil.socket_raw;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;

/** Opens a bare TCP connection and writes a line; also one by UDP. */
public class MainActivity extends Activity {
    private static final String TAG = "socket_raw";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        new Thread(() -> {
            try (Socket line = new Socket("192.0.2.20", 5555)) {
                line.getOutputStream().write("hello".getBytes("UTF-8"));
                DatagramSocket post = new DatagramSocket();
                post.send(new DatagramPacket(new byte[4], 4, InetAddress.getByName("192.0.2.21"), 5556));
                post.close();
            } catch (IOException e) {
                Log.w(TAG, "not sent");
            }
        }).start();
    }
}
