import { asset } from "fresh/runtime";
import type { PageProps } from "fresh";

export default function Document({ Component }: PageProps) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>Default</title>
        <meta key="description" name="description" content="default" />
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href={asset("/styles.css")} />
        <style>{"main { color: blue }"}</style>
      </head>
      <body>
        <Component />
      </body>
    </html>
  );
}
