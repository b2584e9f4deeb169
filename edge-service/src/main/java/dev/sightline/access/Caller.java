package dev.sightline.access;

/**
 * Where a request comes from, as trusted proxies tell it.
 *
 * @param address of who makes it
 * @param counted by what wrong passwords are counted: that address, or its network
 * @param secure whether by https
 */
public record Caller(String address, String counted, boolean secure) {}
