package okhttp3;

/** An empty shape with a library's name, written for this app; it does nothing. */
public class OkHttpClient {
}
