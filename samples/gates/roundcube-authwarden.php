<?php

/**
 * Password strength driver for Roundcube's password plugin that asks Authwarden. Copy it to
 * plugins/password/drivers/authwarden.php; docs/password-gates.md has the settings.
 */
class rcube_authwarden_password
{
    /** Shown above the form. */
    public function strength_rules()
    {
        return [];
    }

    /**
     * @param string $passwd Password
     *
     * @return array Score from 1 to 5 (password_minimum_score compares it), and the reason
     */
    public function check_strength($passwd)
    {
        $rcmail = rcmail::get_instance();
        $config = $rcmail->config;
        $question = ['password' => $passwd, 'account' => $rcmail->get_user_name(), 'occasion' => 'change'];
        $context = stream_context_create(['http' => [
            'method' => 'POST',
            'header' => [
                'Authorization: Bearer ' . trim(file_get_contents($config->get('password_authwarden_key_file'))),
                'Content-Type: application/json',
            ],
            'content' => json_encode($question),
            'timeout' => 5,
            'follow_location' => 0,
            'ignore_errors' => true,
        ]]);
        $url = rtrim($config->get('password_authwarden_url'), '/') . '/v1/passwords/check';
        $answer = json_decode((string) @file_get_contents($url, false, $context), true);
        if (!isset($answer['allowed'])) {
            return [1, 'The password cannot be checked just now; try again later.'];
        }
        if ($answer['allowed'] === true) {
            return [5, ''];
        }
        return [1, implode(' ', array_column($answer['violations'], 'message'))];
    }
}
