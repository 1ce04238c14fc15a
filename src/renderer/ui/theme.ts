import {
  ActionIcon,
  Badge,
  Button,
  createTheme,
  Input,
  Kbd,
  Menu,
  Modal,
  Popover,
  SegmentedControl,
  Select,
  Tabs,
  Tooltip,
  type CSSVariablesResolver,
  type MantineColorsTuple,
} from '@mantine/core';

/** Behind Mantine's own names for the surfaces of the dark theme: the same values as in tokens.css. */
const dark: MantineColorsTuple = [
  '#e6eaf0',
  '#c6cedb',
  '#b0bac8',
  '#98a3b3',
  '#3a4453',
  '#232a35',
  '#1a1f28',
  '#13171e',
  '#0e1116',
  '#090b0e',
];
const gray: MantineColorsTuple = [
  '#f7f8fa',
  '#eef1f5',
  '#e3e8ee',
  '#dfe4ea',
  '#b9c2cd',
  '#8a95a3',
  '#556070',
  '#434d5a',
  '#2b333d',
  '#161b22',
];
const blue: MantineColorsTuple = [
  '#e4eefc',
  '#cfe0fb',
  '#a6c8ff',
  '#8dbbff',
  '#78aefe',
  '#4a8cf0',
  '#2b6fd8',
  '#2468cf',
  '#1257c2',
  '#0d479f',
];

/** Mantine in the console's measures; colours come from tokens.css. */
export const theme = createTheme({
  fontFamily: 'var(--font-text)',
  fontFamilyMonospace: 'var(--font-mono)',
  fontSizes: { xs: '11px', sm: '13px', md: '13px', lg: '15px', xl: '18px' },
  lineHeights: { xs: '16px', sm: '20px', md: '20px', lg: '24px', xl: '28px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '2px', sm: '4px', md: '6px', lg: '8px', xl: '12px' },
  headings: { fontWeight: '600' },
  defaultRadius: 'md',
  colors: { dark, gray, blue },
  primaryColor: 'blue',
  primaryShade: { light: 8, dark: 7 },
  respectReducedMotion: true,
  cursorType: 'pointer',
  focusRing: 'auto',
  components: {
    Button: Button.extend({
      defaultProps: { size: 'sm', variant: 'default' },
      vars: (_, { size = 'sm' }) =>
        size === 'sm' || size === 'xs'
          ? {
              root: {
                '--button-height': size === 'sm' ? '28px' : '24px',
                '--button-padding-x': size === 'sm' ? '10px' : '8px',
                '--button-fz': size === 'sm' ? '13px' : '12px',
              },
            }
          : { root: {} },
      styles: { root: { fontWeight: 500 } },
    }),
    ActionIcon: ActionIcon.extend({
      defaultProps: { size: 28, variant: 'subtle', color: 'gray' },
      // In pixels: the kit would take them for parts of a 16 px type, and this one is 13 px.
      vars: (_, { size }) => ({
        root: typeof size === 'number' ? { '--ai-size': `${size}px` } : {},
      }),
    }),
    Badge: Badge.extend({
      defaultProps: { variant: 'default', radius: 'sm', size: 'sm' },
      styles: { root: { textTransform: 'none', fontWeight: 500 } },
    }),
    Input: Input.extend({
      vars: (_, { leftSection }) => ({
        wrapper: {
          '--input-height': '28px',
          '--input-fz': '13px',
          // An icon at the left makes its own room.
          ...(leftSection === undefined && { '--input-padding-inline-start': '8px' }),
        },
      }),
    }),
    InputWrapper: Input.Wrapper.extend({
      vars: () => ({
        label: { '--input-label-size': '12px', '--input-asterisk-color': 'var(--critical)' },
        error: { '--input-error-size': '12px' },
        description: { '--input-description-size': '12px' },
        success: {},
      }),
    }),
    Kbd: Kbd.extend({ defaultProps: { size: 'xs' } }),
    Menu: Menu.extend({
      defaultProps: {
        shadow: 'none',
        transitionProps: { duration: 0 },
        position: 'bottom-start',
        offset: 4,
        // The first choice has the focus, not an element that is none.
        withInitialFocusPlaceholder: false,
      },
    }),
    Modal: Modal.extend({
      defaultProps: { centered: true, transitionProps: { duration: 0 }, overlayProps: { blur: 0 } },
    }),
    Popover: Popover.extend({
      defaultProps: { shadow: 'none', transitionProps: { duration: 0 }, offset: 4 },
    }),
    Select: Select.extend({
      defaultProps: { checkIconPosition: 'right', comboboxProps: { transitionProps: { duration: 0 } } },
    }),
    SegmentedControl: SegmentedControl.extend({ defaultProps: { size: 'xs' } }),
    Tabs: Tabs.extend({ defaultProps: { keepMounted: false } }),
    Tooltip: Tooltip.extend({
      defaultProps: {
        openDelay: 350,
        closeDelay: 0,
        transitionProps: { duration: 0 },
        multiline: true,
        maw: 360,
        offset: 6,
        // What can be focused is told as well as what is hovered.
        events: { hover: true, focus: true, touch: false },
      },
    }),
  },
});

/** Mantine's names for colours, all of them ours. */
export const cssVariables: CSSVariablesResolver = () => {
  const both = {
    '--mantine-color-body': 'var(--background)',
    '--mantine-color-text': 'var(--text-1)',
    '--mantine-color-bright': 'var(--text-1)',
    '--mantine-color-dimmed': 'var(--text-2)',
    '--mantine-color-placeholder': 'var(--text-3)',
    '--mantine-color-anchor': 'var(--accent)',
    '--mantine-color-default': 'var(--surface-1)',
    '--mantine-color-default-hover': 'var(--surface-2)',
    '--mantine-color-default-color': 'var(--text-1)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-color-error': 'var(--critical)',
    '--mantine-color-success': 'var(--ok)',
    '--mantine-color-disabled': 'var(--surface-2)',
    '--mantine-color-disabled-color': 'var(--text-3)',
    '--mantine-color-disabled-border': 'var(--line)',
    '--mantine-primary-color-filled': 'var(--accent-solid)',
    '--mantine-primary-color-filled-hover': 'var(--accent-solid-hover)',
    '--mantine-color-blue-filled': 'var(--accent-solid)',
    '--mantine-color-blue-filled-hover': 'var(--accent-solid-hover)',
    '--mantine-color-blue-text': 'var(--accent)',
    '--mantine-color-blue-light': 'var(--accent-surface)',
    '--mantine-color-blue-light-color': 'var(--accent)',
    '--mantine-color-red-filled': 'var(--critical-solid)',
    '--mantine-color-red-text': 'var(--critical)',
    '--mantine-color-red-light': 'var(--critical-surface)',
    '--mantine-color-red-light-color': 'var(--critical)',
    '--mantine-color-gray-text': 'var(--text-2)',
    '--mantine-color-gray-light-color': 'var(--text-1)',
    '--mantine-color-gray-light-hover': 'var(--surface-2)',
  };
  return { variables: both, light: both, dark: both };
};
